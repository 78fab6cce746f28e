import * as path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { currentLinkPath, REPOSITORIES } from '../../support/volume-paths.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf, scanAt } from '../program.ts';

/*
 * What may refer to something and cannot be read, or what a registry stumbles over, keeps a repository as it is: all of it,
 * and nothing of another one.
 */

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);
const CUT = '{"schemaVersion": 2, "config"';
const LARGE = JSON.stringify({ schemaVersion: 2, annotations: { all: 'x'.repeat(4 * 1024 * 1024) } });
const TAGS = `${REPOSITORIES}/app/_manifests/tags`;

type Spoil = (volume: VolumeBuilder) => unknown;

/** An index whose child, which it alone leads to, is no whole manifest. */
const listing =
  (child: string): Spoil =>
  (volume) => {
    const app = volume.repository('app');
    const { digest } = app.manifest(child, { linked: false });
    app.index({ children: [{ layers: ['other'] }, { listed: digest }], tag: 'spoiled' });
  };

it.each<readonly [string, string, Spoil]>([
  ['the manifest of a tag is cut', 'unreadable', (at) => at.repository('app').manifest(CUT, { tag: 'cut' })],
  [
    'that is so without a link of its revision',
    'unreadable',
    (at) => at.repository('app').manifest(CUT, { tag: 'cut', linked: false }),
  ],
  ['a manifest without a tag is cut', 'unreadable', (at) => at.repository('app').manifest(CUT)],
  ['a manifest that an index lists is cut', 'unreadable', listing(CUT)],
  ['a manifest is too large', 'unreadable', (at) => at.repository('app').manifest(LARGE)],
  ['a manifest that an index lists is too large', 'unreadable', listing(LARGE)],
  [
    'a file stands for the directory of all tags',
    'registry-refuses',
    (volume) => volume.remove(TAGS).writeFileAt(TAGS, ''),
  ],
  [
    'a file stands for the directory of a link',
    'registry-refuses',
    (volume) => volume.writeFileAt(path.dirname(currentLinkPath('app', 'v2')), ''),
  ],
])('where %s, all that is there stays', async (_, reason, spoil) => {
  const { goes, stays } = await outcomeOf(spoil);
  expect(goes).toEqual(['team/api']);
  expect(new Set(stays)).toEqual(new Set([`app: ${reason}`]));
});

it.each<readonly [string, Spoil]>([
  ['a tag has no link', (volume) => volume.makeDirectory(`${TAGS}/v2`)],
  [
    'it has none, and a file stands in the way elsewhere',
    (volume) =>
      volume.makeDirectory(`${TAGS}/v2`).writeFileAt(path.dirname(currentLinkPath('other', 'v2')), ''),
  ],
])('where %s, nothing stays for it', async (_, spoil) => {
  const { goes, stays } = await outcomeOf(spoil);
  expect(goes).toEqual(['app', 'app', 'team/api']);
  expect(stays).toEqual([]);
});

/** Of what a plan for all images deletes something, and what it leaves as it is. */
async function outcomeOf(spoil: Spoil) {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume
    .repository('app')
    .image({ layers: ['a'], tag: 'v1' })
    .image({ layers: ['b'] });
  volume.repository('team/api').image({ layers: ['a'], tag: 'v1' });
  spoil(volume);
  const inventory = await scanAt(volume.dir, NOW);
  const plan = await planOf(
    inventory,
    plainQuestion({ now: NOW, rules: [{ tags: ['*'], untagged: true }], minAgeMs: 0 }),
  );
  inventory.close();
  return {
    goes: plan.delete.map(({ repository }) => repository),
    stays: plan.stays.map(({ repository, reason }) => `${repository}: ${reason}`),
  };
}
