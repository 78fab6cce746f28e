import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findOrphans, listRepositories, type TakeInventoryOptions, usage } from '../../src/index.ts';
import type { Hooked, TestHooks } from '../../src/volume/test-hooks.ts';
import { CallCounter } from '../support/call-counter.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, REPOSITORIES } from '../support/volume-paths.ts';

type Fault = NonNullable<TestHooks['fault']>;

const dir = temporaryDirectory();
let volume: VolumeBuilder;

// A little of everything that is read: an index, a shared layer, a cross-repository child, an upload, damage, strays,
// symlinks, an orphan.
beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume'));
  const api = volume.repository('team/api');
  api.image({ layers: ['base', 'api'], tag: '1', linked: false });
  api.index({ tag: '2', children: [{ layers: ['arm'], linked: false }] });
  volume.repository('web').image({ layers: ['base'], format: 'schema2' });
  api.revisionLink(api.digest, volume.repository('web').digest).upload();
  // Nothing else leads to these: one is held by a revision alone, one by a tag alone.
  volume.repository('revised').image({ layers: ['revised'] });
  volume.repository('tagged').image({ layers: ['tagged'], tag: '1', linked: false });
  volume.writeFileAt(`${BLOBS}/sha256/odd/data`, 'x').writeFileAt(`${REPOSITORIES}/web/_layers/x/link`, 'x');
  volume.symlink(`${REPOSITORIES}/team/alias`, 'api').symlink(`${REPOSITORIES}/web/loop`, '..');
  volume.schedulerState([`web@${api.digest}`]).orphan('orphan');
});

async function scan(options: Partial<TakeInventoryOptions & Hooked> = {}) {
  const inventory = await inventoryOf(volume.dir, options);
  const orphans = findOrphans(inventory, { minAgeMs: 0 });
  const answer = {
    usage: usage(inventory),
    orphans: orphans.blobs.map(({ digest }) => digest),
    undetermined: orphans.undetermined,
    repositories: listRepositories(inventory),
    problems: inventory.database.prepare('SELECT * FROM problems ORDER BY code, path').all(),
    complete: inventory.scan.is_complete === 1,
  };
  inventory.close();
  return answer;
}

/** How many calls a scan makes, counted by a fault that never comes. */
async function countCalls(options: Partial<TakeInventoryOptions>): Promise<number> {
  const fault = new CallCounter();
  await scan({ ...options, hooks: { fault } });
  return fault.calls;
}

describe('a disk that fails at any one call of a scan', { timeout: 120_000 }, () => {
  it.each<readonly [string, Omit<Fault, 'call'>, Partial<TakeInventoryOptions>]>([
    ['once', { code: 'EIO' }, {}],
    ['from then on', { code: 'EIO', sticky: true }, {}],
    ['once, with every link read', { code: 'EIO' }, { readEveryLink: true }],
  ])('%s, makes no certain orphan of what is referenced', async (_, mode, options) => {
    const healthy = await scan(options);
    expect(healthy).toMatchObject({ complete: true, undetermined: false, orphans: { length: 1 } });
    const calls = await countCalls(options);
    expect(calls).toBeGreaterThan(100);
    for (let call = 1; call <= calls; call++) {
      const faulty = await scan({ ...options, hooks: { fault: { ...mode, call } } });
      const falseOrphans = faulty.orphans.filter((digest) => !healthy.orphans.includes(digest));
      if (falseOrphans.length > 0) expect(faulty.undetermined, `call ${call}: ${falseOrphans}`).toBe(true);
      if (faulty.complete) expect(faulty, `call ${call}`).toEqual(healthy);
    }
  });
});
