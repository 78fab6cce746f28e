import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFindings } from '../../src/check/find-findings.ts';
import { REGISTRY_FAMILIES } from '../../src/gc/registry-version.ts';
import { predictCollection, type TakeInventoryOptions } from '../../src/index.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath, currentLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

/** All that is said of damage, where nothing is wrong but that not all was read. */
async function saidOf(volume: VolumeBuilder, scan: Partial<TakeInventoryOptions & Hooked>) {
  const inventory = await inventoryOf(volume.dir, scan);
  const { findings } = findFindings(inventory);
  const said = findings.filter(({ severity }) => severity !== 'info').map(({ id }) => id);
  const predictions = REGISTRY_FAMILIES.flatMap((family) =>
    [false, true].map((deleteUntagged) =>
      predictCollection(inventory, { registry: family, family, deleteUntagged }),
    ),
  );
  inventory.close();
  return {
    found: new Set(said),
    infos: new Set(findings.filter(({ severity }) => severity === 'info').map(({ id }) => id)),
    hints: new Set(findings.filter(({ id }) => id === 'unreadable').map(({ hint }) => hint)),
    aborts: predictions.flatMap(({ allAborts, deletionAborts }) => [...allAborts, ...deletionAborts]),
    losses: predictions.flatMap(({ losses }) => losses),
    isUndetermined: predictions.map(({ warnings }) => warnings[0]?.code === 'incomplete'),
  };
}

function volumeOf(name: string): VolumeBuilder {
  const volume = aVolume(join(dir(), name));
  volume.repository('a').image({ layers: ['base', 'one'], tag: '1' });
  volume.repository('b').index({ tag: '1', children: [{ layers: ['amd'] }, { layers: ['arm'] }] });
  return volume;
}

describe('what the scan may not read', () => {
  it.each([
    ['EACCES', 'Scan as root or as the registry’s user, who may read it.'],
    ['EIO', 'Look after the disk: reading it fails.'],
  ] as const)(
    'ends no collection and is no damage, whichever call fails with %s',
    async (code, hint) => {
      const volume = volumeOf(code);
      let failures = 0;
      for (let call = 1; call < 400; call += code === 'EIO' ? 4 : 2) {
        const said = await saidOf(volume, { full: true, hooks: { fault: { call, code } } });
        if (!said.found.has('unreadable')) continue;
        failures++;
        const label = `call ${call}`;
        expect(said.found, label).toEqual(new Set(['unreadable']));
        expect(
          [...said.infos].filter((id) => id !== 'delete-untagged-breaks-indexes'),
          label,
        ).toEqual([]);
        expect(said.hints, label).toEqual(new Set([hint]));
        expect([said.aborts, said.losses], label).toEqual([[], []]);
        expect(said.isUndetermined, label).toEqual([true, true, true, true]);
      }
      expect(failures).toBeGreaterThan(20);
    },
    120_000,
  );
});

describe('what the scan does not follow', () => {
  const places: ReadonlyArray<readonly [string, (digest: string) => string]> = [
    ['a revision link', (digest) => revisionLinkPath('a', digest)],
    ['the link of a tag', () => currentLinkPath('a', '1')],
    ['the directory of a tag’s link', () => `${REPOSITORIES}/a/_manifests/tags/1/current`],
    ['a tag', () => `${REPOSITORIES}/a/_manifests/tags/1`],
    ['the layer links', () => `${REPOSITORIES}/a/_layers`],
    ['the revisions', () => `${REPOSITORIES}/a/_manifests/revisions`],
    ['the tags', () => `${REPOSITORIES}/a/_manifests/tags`],
    ['the manifests', () => `${REPOSITORIES}/a/_manifests`],
    ['a blob', (digest) => blobPath(digest)],
  ];
  it.each(places)('ends no collection and is no damage: %s', async (_, pathOf) => {
    const volume = volumeOf('volume');
    const path = pathOf(volume.repository('a').digest);
    const outside = volume.resolve('../outside');
    volume.makeDirectory('../outside');
    renameSync(volume.resolve(path), `${outside}/there`);
    volume.symlink(path, `${outside}/there`);
    const said = await saidOf(volume, { follow: false });
    expect(said.found).toEqual(new Set(['not-followed']));
    expect([said.aborts, said.losses]).toEqual([[], []]);
    expect(said.isUndetermined).toEqual([true, true, true, true]);
  });
});
