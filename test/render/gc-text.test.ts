import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { areAlike } from '../../src/gc/comparison.ts';
import { type GcOptions, predictCollection } from '../../src/index.ts';
import { renderGc } from '../../src/render/text/gc.ts';
import { renderGcComparison } from '../../src/render/text/gc-comparison.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { currentLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const STYLE = makeStyle(80, false);
const OPTIONS = { limit: 10, volumeBytes: 1_000_000 };
const TWO: GcOptions = { registry: '2.8.3', family: '2.7-2.8', deleteUntagged: true };

async function predictionsOf(build: (volume: VolumeBuilder) => void, ...asked: GcOptions[]) {
  rmSync(join(dir(), 'volume'), { recursive: true, force: true });
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
    expect(lines.join('\n')).toContain('Never collect with --delete-untagged here');
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
    expect(lines[at + 2]).toMatch(/^ {4}Write the digest its directory is named for into it/);
    expect(lines[at + 3]).toBe('What follows is what it would do if that were moved away instead of mended.');
    const lost = lines.findIndex((line) => line.startsWith('It deletes what is left of 1 tag that'));
    expect(lines[lost + 2]).toMatch(/^ {2}a:1 +sha256:[0-9a-f]{12} and 2 others$/);
    expect(lines.join('\n')).not.toContain('It breaks nothing');
  });

  it('says a remedy once for all of which it is the remedy, and of each what is its own', async () => {
    const lines = await textOf((volume) => {
      const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
      volume.writeLink(revisionLinkPath('a', a.digest), '');
      volume.writeLink(currentLinkPath('a', '2'), '').writeLink(currentLinkPath('a', '3'), 'x');
      a.image({ layers: ['two'], tag: '4' });
    });
    const text = lines.join('\n');
    expect(text.match(/Write the digest its directory is named for/g)).toHaveLength(1);
    expect(text.match(/every DELETE in its repository fails/g)).toHaveLength(1);
  });

  it('says that it deletes manifests before it aborts only where it does', async () => {
    const build = (untagged: boolean) => (volume: VolumeBuilder) => {
      const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
      if (untagged) a.image({ layers: ['two'] });
      volume.writeFileAt('docker/registry/v2/blobs/sha256/data', 'x');
    };
    expect(await textOf(build(false))).toContain('It would abort, and delete nothing:');
    expect(await textOf(build(true))).toContain('It would abort, after it has deleted manifests:');
  });

  it('tells uploads that a registry purges from those that none does', async () => {
    const text = (
      await textOf((volume) => {
        const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
        a.upload({ startedAt: '2020-01-05T08:00:00Z' }).upload({ startedAt: null, bytes: 7 });
        a.upload({ startedAt: 'yesterday', bytes: 8 });
      })
    ).join('\n');
    expect(text).toMatch(/1 unfinished upload, .*: only the running registry purges them/);
    expect(text).toMatch(/2 unfinished uploads, .*: no registry purges what does not say when it began/);
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
    const text = renderGcComparison(both, { ...OPTIONS, areAlike: areAlike(both) }, STYLE);
    expect(text.split('\n')[1]).toMatch(/^No repository has tags on the volume/);
    expect(text.match(/No repository has tags/g)).toHaveLength(1);
  });

  it('are said to differ only where they do', async () => {
    const asked = [TWO, { ...TWO, registry: '3.x', family: '3.x' }] as const;
    const plain = asked.map((each) => ({ ...each, deleteUntagged: false }));
    const textAbout = async (build: (volume: VolumeBuilder) => void) => {
      const both = await predictionsOf(build, ...plain);
      return renderGcComparison(both, { ...OPTIONS, areAlike: areAlike(both) }, STYLE);
    };
    const alike = await textAbout((volume) => {
      volume.repository('a').image({ layers: ['one'], tag: '1' });
      volume.orphan('orphan');
    });
    expect(alike).toContain('Both families do the same here.');
    const differ = await textAbout((volume) =>
      volume
        .repository('a')
        .image({ layers: ['one'], tag: '1' })
        .looseBlob('two'),
    );
    expect(differ).toContain('The two families differ.');
  });

  it('say of their numbers how far they hold', async () => {
    const comparisonOf = async (build: (volume: VolumeBuilder) => void) => {
      const asked = [TWO, { ...TWO, registry: '3.x', family: '3.x' }] as const;
      const both = await predictionsOf(build, ...asked.map((each) => ({ ...each, deleteUntagged: false })));
      return renderGcComparison(both, { ...OPTIONS, areAlike: areAlike(both) }, STYLE);
    };
    const half = await comparisonOf((volume) => volume.orphan('orphan'));
    expect(half).toMatch(/^ +tags it breaks +unknown +unknown$/m);
    expect(half).toMatch(/^ +frees +up to (.* B) +up to \1$/m);
    expect(half).toMatch(/^ +younger than 24 hours +(1, .* B) +\1$/m);
    const aborting = await comparisonOf((volume) => {
      const { digest } = volume.repository('a').image({ layers: ['one'], tag: '1' });
      volume.writeLink(revisionLinkPath('a', digest), '');
    });
    expect(aborting).toMatch(
      /^Registry 2\.7-2\.8 or 3\.x would abort and delete nothing: .*\n {2}docker.*: /m,
    );
    expect(aborting).toMatch(/^ +broken tags it loses +1 +1$/m);
    const sure = await comparisonOf((volume) => {
      volume
        .at('2026-01-05T08:00:00Z')
        .repository('a')
        .image({ layers: ['one'], tag: '1' });
    });
    expect(sure).not.toMatch(/unknown|up to|younger|would abort/);
  });

  it('tell nobody to push to a cache', async () => {
    const build = (volume: VolumeBuilder) => {
      volume.writeFileAt('scheduler-state.json', '{}');
      volume.repository('a').image({ layers: ['one'], tag: '1' });
      rmSync(join(volume.dir, REPOSITORIES, 'a/_layers'), { recursive: true });
    };
    const [prediction] = await predictionsOf(build, {
      registry: '3.1',
      family: '3.x',
      deleteUntagged: false,
    });
    const text = renderGc(prediction as NonNullable<typeof prediction>, OPTIONS, STYLE);
    expect(text).toContain('It would abort');
    expect(text).not.toMatch(/push|mend .* before/i);
  });
});
