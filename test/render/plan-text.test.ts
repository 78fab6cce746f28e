import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planQuestion } from '../../src/answers/plan.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { renderPlan } from '../../src/render/text/plan.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { revisionLinkPath } from '../support/volume-paths.ts';

const DAY = 24 * 60 * 60 * 1000;
const dir = temporaryDirectory();
type Asked = Parameters<typeof planQuestion.ask>[1];

async function textOf(volume: VolumeBuilder, options: Asked): Promise<string> {
  const inventory = await inventoryOf(volume.dir);
  const answer = await planQuestion.ask(inventory, { registry: '2.8.3', reader: 'people', ...options });
  inventory.close();
  return renderPlan(answer, makeStyle(200, false));
}

/** A volume with an old image, and a blob that nothing names. */
function build(): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  const a = volume.repository('a');
  a.image({ layers: ['one'], tag: '1' });
  a.looseBlob('loose');
  return volume;
}

/** The same, and a tagged manifest in another repository that does not parse. */
function damaged(): VolumeBuilder {
  const volume = build();
  volume.repository('b').manifest('no JSON', { tag: '1' });
  return volume;
}

describe('a plan, as text', () => {
  it('says what it frees, and that nothing breaks', async () => {
    const text = await textOf(build(), { olderThan: DAY });
    expect(text).toMatch(
      /\nIt frees {2}\d.* in 3 blobs, and nothing that stays breaks\n {2}1,000 B in 1 blob is /,
    );
  });

  it('says that a pattern matches nothing, for it may be a slip of the hand', async () => {
    const said = '\nNo tag matches --match, in the repositories that were looked at.\n';
    expect(await textOf(build(), { match: ['pr_*'] })).toContain(said);
    expect(await textOf(build(), { match: ['1', 'pr_*'] })).not.toContain('matches');
    expect(await textOf(build(), { olderThan: DAY })).not.toContain('matches');
  });

  it('says of what is tagged and broken that the collection takes the rest of it', async () => {
    const lose = (volume: VolumeBuilder, ...names: string[]) => {
      for (const name of names) {
        const image = volume.repository(name).image({ layers: [name], tag: '1' });
        fs.rmSync(volume.resolve(revisionLinkPath(name, image.digest)));
      }
      return volume;
    };
    expect(await textOf(build(), { olderThan: DAY })).not.toContain('what is left');
    expect(await textOf(lose(build(), 'b'), { olderThan: DAY })).toContain(
      "\nThe collection deletes what is left of the tag b:1, which is broken now: mend it before ('stowage check' says how).\n",
    );
    expect(await textOf(lose(build(), 'b', 'c'), { olderThan: DAY, free: 1 })).toContain(
      'what is left of 2 tags, such as b:1, which are broken now: mend them before',
    );
  });

  it('does not say for certain what was not all read', async () => {
    const text = await textOf(damaged(), { olderThan: DAY });
    expect(text).toMatch(
      /\nIt frees {2}undetermined, up to \d.*, and nothing breaks of what was seen to stay\n/,
    );
    expect(text).toMatch(/\n {2}up to .* are garbage already; a collection frees up to /);
    expect(text).toContain('so what seems garbage may be in use');
  });

  it('sends nobody off to collect who has not asked what that breaks', async () => {
    const asked = { olderThan: DAY, free: 1 };
    expect(await textOf(build(), asked)).toContain(
      "Nothing has to go: a collection is enough, and frees 1,000 B in 1 blob as it is. Ask 'stowage gc' first what it breaks.\n",
    );
    expect(await textOf(damaged(), asked)).toContain('a collection is enough, and frees up to ');
  });
});
