import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GcOptions, predictCollection } from '../../src/index.ts';
import { renderGcComparison } from '../../src/render/gc-comparison-text.ts';
import { renderGc } from '../../src/render/gc-text.ts';
import { makeStyle } from '../../src/render/style.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const STYLE = makeStyle(80, false);
const OPTIONS = { limit: 10, volumeBytes: 1_000_000 };
const TWO: GcOptions = { registry: '2.8.3', family: '2.7-2.8', deleteUntagged: true };

async function predictionsOf(build: (volume: VolumeBuilder) => void, ...asked: GcOptions[]) {
  const volume = aVolume(join(dir(), 'volume'));
  build(volume);
  const inventory = await inventoryOf(volume.dir);
  const predictions = asked.map((options) => predictCollection(inventory, options));
  inventory.close();
  return predictions;
}

async function textOf(build: (volume: VolumeBuilder) => void): Promise<string[]> {
  const [prediction] = await predictionsOf(build, TWO);
  if (prediction === undefined) throw new Error('nothing was asked');
  return renderGc(prediction, OPTIONS, STYLE).split('\n');
}

function withoutTags(volume: VolumeBuilder): void {
  volume.repository('a').image({ layers: ['one'] });
  rmSync(join(volume.dir, REPOSITORIES, 'a/_manifests/tags'), { recursive: true, force: true });
}

describe('a prediction', () => {
  it('says first that a volume looks like one whose tags are elsewhere', async () => {
    const lines = await textOf(withoutTags);
    expect(lines[2]).toMatch(/^No repository has tags on the volume, .* do not run the registry's collector/);
    expect(lines).toContain(
      'Collect without --delete-untagged: with an empty tags directory all that the repository holds would be untagged, and go.',
    );
    expect(lines.join('\n')).not.toContain('Move what is in the way');
  });

  it('names the file it would abort on, and what to do', async () => {
    let path = '';
    const lines = await textOf((volume) => {
      const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
      path = revisionLinkPath('a', a.digest);
      volume.writeLink(path, '');
    });
    const at = lines.indexOf('It would abort, and delete nothing:');
    expect(lines[at + 1]).toContain(path);
    expect(lines[at + 2]).toMatch(/^Move what is in the way somewhere else, after a backup/);
    expect(lines[at + 3]).toBe('What follows is what it would do without them.');
  });

  it('tells what only a run that deletes would abort on', async () => {
    const lines = await textOf((volume) => {
      volume.repository('a').image({ layers: ['one'], tag: '1' });
      volume.writeFileAt(`docker/registry/v2/blobs/sha256/${'ab'.repeat(32)}/data`, 'x');
    });
    expect(lines).toContain('Once it deletes it would abort on 1 thing:');
  });
});

describe('the families side by side', () => {
  it('begin with a grave warning, once', async () => {
    const both = await predictionsOf(withoutTags, TWO, { ...TWO, registry: '3.x', family: '3.x' });
    const text = renderGcComparison(both, OPTIONS, STYLE);
    expect(text.split('\n')[1]).toMatch(/^No repository has tags on the volume/);
    expect(text.match(/No repository has tags/g)).toHaveLength(1);
  });
});
