import * as path from 'node:path';
import { expect, it } from 'vitest';
import { makePlans } from '../../src/plan/make-plans.ts';
import { plannedVolumeOf } from '../../src/plan/planned-volume.ts';
import { requestFrom } from '../../src/plan/rules/from-options.ts';
import { whatFrees } from '../../src/plan/what-frees.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { ExampleVolume } from './examples/example-volume.ts';
import { scanAt } from './program.ts';

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

it.each([
  ['untagged images', { untagged: true }, 2, { blobs: 6, bytes: expect.any(Number) }],
  ['old tags', { olderThan: 90 * DAY }, 1, { blobs: 3, bytes: expect.any(Number) }],
  ['what is not there', { match: ['x*'] }, 0, { blobs: 0, bytes: 0 }],
])('a rule frees the same as its plan: %s', async (_, options, images, freed) => {
  const volume = new ExampleVolume(path.join(dir(), 'volume'), NOW);
  volume.image('A', 100, { tags: ['v1'] }).image('B', 10, { tags: ['v2'] });
  volume.image('U', 100).image('V', 50);
  volume.builder.orphan('garbage', 777);
  const inventory = await scanAt(volume.builder.dir, NOW);
  const request = await requestFrom(options);
  const families = ['2.7-2.8', '3.x'] as const;
  const frees = whatFrees(plannedVolumeOf(inventory), families, request);
  expect(frees).toEqual(families.map((family) => ({ family, images, freed })));
  const { plans } = makePlans(
    inventory,
    families.map((family) => ({ registry: family, family })),
    request,
  );
  expect(plans.map((plan) => plan.freed)).toEqual(frees.map((each) => each.freed));
  expect(plans.map(({ summary }) => summary.images)).toEqual([images, images]);
  inventory.close();
});
