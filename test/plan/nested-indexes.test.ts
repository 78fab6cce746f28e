import * as path from 'node:path';
import { expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';
import { plainQuestion } from './plain-question.ts';
import { planOf, scanAt } from './program.ts';

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);
const DEPTH = 6000;

it('indexes may list indexes deeper than a stack is', async () => {
  const volume = nested();
  const { delete: deletions, stays } = await planAllOf(volume, []);
  expect(deletions).toHaveLength(DEPTH + 1);
  expect(stays).toEqual([]);
});

it('what leads to an image in use is in use, however deep that lies', async () => {
  const volume = nested();
  const { delete: deletions, stays } = await planAllOf(volume, [`app@${bottomOf(volume)}`]);
  expect(deletions).toEqual([]);
  expect(stays).toMatchObject([{ tag: 'v1', reason: 'in-use' }]);
});

it('an index that lists itself, and two that list each other, are in use like any other', async () => {
  const volume = circles();
  const { delete: deletions, stays } = await planAllOf(volume, ['app:one', 'app:self']);
  expect(deletions.map(({ tags }) => tags)).toEqual([['image']]);
  expect(stays).toMatchObject([
    { tag: 'one', reason: 'in-use' },
    { tag: 'self', reason: 'in-use' },
    { tag: 'two', reason: 'in-use' },
  ]);
});

function emptyVolume(): VolumeBuilder {
  return aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
}

/** An image, an index of it, an index of that, and so on: only the last has a tag. */
function nested(): VolumeBuilder {
  const volume = emptyVolume();
  const app = volume.repository('app').image({ layers: ['a'] });
  for (let level = 0; level < DEPTH; level++) app.manifest(indexOf(app.digest));
  app.tag('v1', app.digest);
  return volume;
}

function bottomOf(volume: VolumeBuilder): string {
  return aVolume(path.join(volume.dir, '..', 'other'))
    .repository('app')
    .image({ layers: ['a'] }).digest;
}

/** No digest allows that, but a damaged disk or a hand may: what blobs are is not what their names say. */
function circles(): VolumeBuilder {
  const volume = emptyVolume();
  const app = volume.repository('app').image({ layers: ['a'], tag: 'image' });
  const [one, two, self] = [madeDigest('one'), madeDigest('two'), madeDigest('self')];
  for (const [tag, digest, child] of [
    ['one', one, two],
    ['two', two, one],
    ['self', self, self],
  ] as const) {
    volume.writeFileAt(blobPath(digest), indexOf(child));
    app.revisionLink(digest).tag(tag, digest);
  }
  return volume;
}

function indexOf(digest: string): string {
  const mediaType = MEDIA_TYPES.oci.index;
  return JSON.stringify({ schemaVersion: 2, mediaType, manifests: [{ mediaType, digest, size: 237 }] });
}

async function planAllOf(volume: VolumeBuilder, inUse: readonly string[]): Promise<Plan> {
  const inventory = await scanAt(volume.dir, NOW);
  const plan = await planOf(
    inventory,
    plainQuestion({ now: NOW, rules: [{ tags: ['*'] }], minAgeMs: 0, inUse }),
  );
  inventory.close();
  return plan;
}
