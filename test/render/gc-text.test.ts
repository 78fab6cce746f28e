import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GcQuestionOptions, gcQuestion } from '../../src/answers/gc.ts';
import { renderGc } from '../../src/render/text/gc.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { currentLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const STYLE = makeStyle(80, false);
const TWO: GcQuestionOptions = { registry: '2.8.3', deleteUntagged: true };

async function textOf(build: (volume: VolumeBuilder) => void, asked = TWO): Promise<string> {
  rmSync(join(dir(), 'volume'), { recursive: true, force: true });
  const volume = aVolume(join(dir(), 'volume'));
  build(volume);
  const inventory = await inventoryOf(volume.dir);
  const answer = await gcQuestion.ask(inventory, { ...asked, reader: 'people' });
  inventory.close();
  return renderGc(answer, STYLE);
}

async function linesOf(build: (volume: VolumeBuilder) => void): Promise<string[]> {
  return (await textOf(build)).split('\n');
}

function withoutTags(volume: VolumeBuilder): void {
  volume.repository('a').image({ layers: ['one'] });
  rmSync(join(volume.dir, REPOSITORIES, 'a/_manifests/tags'), { recursive: true, force: true });
}

describe('a prediction', () => {
  it('says first that a volume looks like one whose tags are elsewhere', async () => {
    const lines = await linesOf(withoutTags);
    expect(lines[2]).toMatch(/^No repository has tags on the volume, .* do not run the registry's collector/);
    expect(lines.join('\n')).toContain('Never collect with --delete-untagged here');
  });

  it('names the file it would abort on, and what to do', async () => {
    let path = '';
    const lines = await linesOf((volume) => {
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
    const lines = await linesOf((volume) => {
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
    expect(await linesOf(build(false))).toContain('It would abort, and delete nothing:');
    expect(await linesOf(build(true))).toContain('It would abort, after it has deleted manifests:');
  });

  it('tells uploads that a registry purges from those that none does', async () => {
    const text = await textOf((volume) => {
      const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
      a.upload({ startedAt: '2020-01-05T08:00:00Z' }).upload({ startedAt: null, bytes: 7 });
      a.upload({ startedAt: 'yesterday', bytes: 8 });
    });
    expect(text).toMatch(/1 unfinished upload, .*: only the running registry purges them/);
    expect(text).toMatch(/2 unfinished uploads, .*: no registry purges what does not say when it began/);
  });

  it('tells what only a run that deletes would abort on', async () => {
    const lines = await linesOf((volume) => {
      volume.repository('a').image({ layers: ['one'], tag: '1' });
      volume.writeFileAt(`docker/registry/v2/blobs/sha256/${'ab'.repeat(32)}/data`, 'x');
    });
    expect(lines).toContain('Once it deletes it would abort on 1 thing:');
  });
});

describe('the families side by side', () => {
  it('begin with a grave warning, once', async () => {
    const text = await textOf(withoutTags, { deleteUntagged: true });
    expect(text.split('\n')[1]).toMatch(/^No repository has tags on the volume/);
    expect(text.match(/No repository has tags/g)).toHaveLength(1);
  });

  it('are said to differ only where they do', async () => {
    const alike = await textOf((volume) => {
      volume.repository('a').image({ layers: ['one'], tag: '1' });
      volume.orphan('orphan');
    }, {});
    expect(alike).toContain('Both families do the same here.');
    const differ = await textOf((volume) => {
      volume
        .repository('a')
        .image({ layers: ['one'], tag: '1' })
        .looseBlob('two');
    }, {});
    expect(differ).toContain('The two families differ.');
  });

  it('say of their numbers how far they hold', async () => {
    const comparisonOf = (build: (volume: VolumeBuilder) => void) => textOf(build, {});
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
    const text = await textOf(build, { registry: '3.1' });
    expect(text).toContain('It would abort');
    expect(text).not.toMatch(/push|mend .* before/i);
  });
});
