import { expect, it } from 'vitest';
import type { ModelRule } from '../../support/plan-model/question.ts';
import { blobPath, revisionLinkPath } from '../../support/volume-paths.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const scanned = scannedOnce(NOW);

const loseBlob = (volume: ExampleVolume, name: string) =>
  volume.builder.remove(blobPath(volume.digest(name)));
const loseLink = (volume: ExampleVolume, name: string) =>
  volume.builder.remove(revisionLinkPath('app', volume.digest(name)));

it.each<readonly [string, (volume: ExampleVolume) => unknown, ModelRule, string]>([
  [
    'without the blob of its manifest, to which a DELETE answers 404',
    (volume) => loseBlob(volume.image('A', 400, { tags: ['v1'] }).image('B', 400, { tags: ['b'] }), 'A'),
    { tags: ['v*'] },
    'v1: missing-manifest',
  ],
  [
    'without a link of its revision',
    (volume) => loseLink(volume.image('A', 400, { tags: ['v1'] }).image('B', 400, { tags: ['b'] }), 'A'),
    { tags: ['v*'] },
    'v1: missing-manifest',
  ],
  [
    'without a tag and the blob of its manifest',
    (volume) => loseBlob(volume.image('A', 400).image('B', 400, { tags: ['b'] }), 'A'),
    { untagged: true },
    'A: missing-manifest',
  ],
  [
    'that is attached to one of which only a link is left',
    (volume) => loseBlob(volume.image('X', 400, { tags: ['v1'] }).image('S', 400, { subject: 'X' }), 'X'),
    { orphaned: true },
    '',
  ],
  [
    'that is attached to one that only an index leads to',
    (volume) =>
      loseLink(volume.image('c', 400).index('I', 400, ['c'], ['m']).image('S', 400, { subject: 'c' }), 'c'),
    { orphaned: true },
    '',
  ],
])('an image stays %s', async (name, build, rule, stays) => {
  const { volume, inventory } = await scanned(name, build);
  const plan = await planOf(inventory, plainQuestion({ now: NOW, rules: [rule] }));
  inventory.close();
  expect(plan.delete).toEqual([]);
  const staying = plan.stays.map(({ tag, digest, reason }) => `${tag ?? volume.nameOf(digest)}: ${reason}`);
  expect(staying.join()).toBe(stays);
});
