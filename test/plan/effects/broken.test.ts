import * as path from 'node:path';
import { expect, it } from 'vitest';
import { collectAlone } from '../../../src/plan/effects/alone.ts';
import { effectsOf } from '../../../src/plan/effects/effects.ts';
import { removalBy, removalOf } from '../../../src/plan/effects/removal.ts';
import type { Image } from '../../../src/plan/images/image.ts';
import { plannedVolumeOf } from '../../../src/plan/planned-volume.ts';
import type { RegistryFamily } from '../../../src/registry/family.ts';
import { MEDIA_TYPES } from '../../support/manifest-json.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { ExampleVolume } from '../examples/example-volume.ts';
import { scanAt } from '../program.ts';

/*
 * By the rules of plans nothing that stays loses anything: here images are deleted that no plan would.
 */

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);

/** An artifact that has an image as a layer, through a link of its own. */
const asLayer = (volume: ExampleVolume) => {
  volume.image('p', 100);
  const layer = { name: 'part', content: volume.content('p'), mediaType: MEDIA_TYPES.oci.manifest };
  volume.image('W', 100, { tags: ['w'], layers: [layer] }).image('A', 100, { tags: ['v1'] });
};

/** An index of two platforms. */
const inIndex = (volume: ExampleVolume) => {
  volume.image('c', 100).image('d', 100).index('I', 100, ['c', 'd'], ['v1']);
};

it.each([
  [
    'what has a deleted image as its layer, on 2.x, which deletes that link too',
    asLayer,
    'p',
    '2.7-2.8',
    ['W: p'],
  ],
  ['an index that stays, of which it deletes a child', inIndex, 'c', '2.7-2.8', ['c: c']],
  ['an index that stays, on 3.x too', inIndex, 'c', '3.x', ['c: c']],
  ['nothing on 3.x, which leaves the link', asLayer, 'p', '3.x', []],
  ['nothing where nothing needs what is deleted', asLayer, 'A', '2.7-2.8', []],
] as const)('deleting an image would break %s', async (_, build, deleted, family, broken) => {
  expect(await brokenBy(build, deleted, family)).toEqual(broken);
});

/** What would break, each with what it would miss. */
async function brokenBy(
  build: (volume: ExampleVolume) => unknown,
  deleted: string,
  family: RegistryFamily,
): Promise<string[]> {
  const volume = new ExampleVolume(path.join(dir(), 'volume'), NOW);
  build(volume);
  const inventory = await scanAt(volume.builder.dir, NOW);
  const planned = plannedVolumeOf(inventory);
  const { contents } = planned;
  const app = contents.repositories.find(({ name }) => name === 'app')!;
  const image = planned.of(app).images.get(contents.blobs.idOf(volume.digest(deleted))!) as Image;
  const removal = removalBy(contents, family, removalOf(contents, [{ repository: app.id, image }]));
  const { casualties } = effectsOf(contents, family, removal, collectAlone(contents, family));
  inventory.close();
  return casualties.map(
    ({ digest, missing }) =>
      `${volume.nameOf(digest)}: ${missing.map((each) => volume.nameOf(each)).join(' ')}`,
  );
}
