import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contents } from '../../src/contents/contents.ts';
import { contentsOf } from '../../src/contents/contents-of.ts';
import type { RepositoryLinks } from '../../src/contents/repositories/links.ts';
import type { Removal } from '../../src/contents/repositories/repository.ts';
import type { Abort } from '../../src/gc/aborts/abort.ts';
import { runCollection } from '../../src/gc/run.ts';
import { BLOB_STATES } from '../../src/inventory/format/schema.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { layerDigest } from '../support/push-layer.ts';
import { cases } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { layerLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

/** Everything in a volume that could be left out. */
function removable({ repositories, blobs }: Contents): Required<Removal> {
  const places = (repository: string, { directories }: RepositoryLinks) =>
    [...directories].map((blob) => ({ repository, digest: blobs.digestOf(blob) }));
  return {
    tags: repositories.flatMap(({ name, tags }) =>
      tags.list.map((tag) => ({ repository: name, tag: tag.name })),
    ),
    revisions: repositories.flatMap(({ name, revisions }) => places(name, revisions)),
    layerLinks: repositories.flatMap(({ name, layerLinks }) => places(name, layerLinks)),
  };
}

function pick(all: Required<Removal>, seeds: readonly number[], ofTen: number): Required<Removal> {
  let next = 0;
  const isPicked = () => (seeds[next++ % seeds.length] as number) < ofTen;
  return {
    tags: all.tags.filter(isPicked),
    revisions: all.revisions.filter(isPicked),
    layerLinks: all.layerLinks.filter(isPicked),
  };
}

/** Removes from the disk what a registry would: the whole of a tag, and the files of links. */
function removeFrom(volume: VolumeBuilder, { tags = [], revisions = [], layerLinks = [] }: Removal): void {
  for (const { repository, tag } of tags)
    volume.remove(`${REPOSITORIES}/${repository}/_manifests/tags/${tag}`);
  for (const { repository, digest } of revisions) volume.remove(revisionLinkPath(repository, digest));
  for (const { repository, digest } of layerLinks) volume.remove(layerLinkPath(repository, digest));
}

/** What four collections do to contents, and the state of each blob that is there. */
function answersOf(contents: Contents) {
  const { blobs } = contents;
  const asked = (['2.7-2.8', '3.x'] as const).flatMap((family) =>
    [false, true].map((deleteUntagged) => ({ family, deleteUntagged })),
  );
  const collections = asked.map(({ family, deleteUntagged }) => {
    const run = runCollection(contents, family, { deleteUntagged });
    return {
      family,
      deleteUntagged,
      aborts: textsOf([...run.aborts, ...run.swept.aborts, ...run.deletionAborts]),
      marked: run.marked.size,
      swept: [
        ...run.swept.blobs.map((blob) => blobs.digestOf(blob)),
        ...run.swept.misplaced.map((each) => each.path),
      ].sort(),
      freed: run.freed(),
      manifests: run.deletedManifests
        .map(({ repository, blob }) => `${repository}@${blobs.digestOf(blob)}`)
        .sort(),
      layerLinks: [...run.deletedLayerLinks]
        .flatMap(([repository, links]) => [...links].map((blob) => `${repository}@${blobs.digestOf(blob)}`))
        .sort(),
    };
  });
  const present = [...blobs.presence.keys()].filter((blob) => blobs.isPresent(blob));
  const states = present.map(
    (blob) => `${blobs.digestOf(blob)} ${BLOB_STATES[contents.states[blob] as number]}`,
  );
  return { collections, states: states.sort() };
}

function textsOf(aborts: readonly Abort[]): string[] {
  return aborts.map(({ code, reason, path }) => `${code} ${reason} ${path}`);
}

async function answersOfVolume(volume: VolumeBuilder) {
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  const answers = answersOf(contentsOf(inventory));
  inventory.close();
  return answers;
}

describe('contents without some tags and links', { timeout: 300_000 }, () => {
  it('are collected, and lead to blobs, as those of a volume from which these were removed', async () => {
    let runs = 0;
    let removed = 0;
    await fc.assert(
      fc.asyncProperty(
        randomVolume(),
        fc.array(fc.nat(9), { minLength: 5, maxLength: 23 }),
        fc.constantFrom(1, 3, 6, 10),
        async (ops, seeds, ofTen) => {
          const volume = buildRandomVolume(path.join(dir(), `${runs++}`), ops);
          volume.makeDirectory(`${REPOSITORIES}/a/_layers`);
          const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
          const contents = contentsOf(inventory);
          const before = answersOf(contents);
          const removal = pick(removable(contents), seeds, ofTen);
          const without = answersOf(contents.without(removal));
          expect(answersOf(contents)).toEqual(before);
          inventory.close();
          removed += removal.tags.length + removal.revisions.length + removal.layerLinks.length;
          removeFrom(volume, removal);
          expect(without).toEqual(await answersOfVolume(volume));
          fs.rmSync(volume.dir, { recursive: true });
        },
      ),
      { numRuns: cases({ few: 20, many: 80 }) },
    );
    expect(removed).toBeGreaterThan(runs);
  });

  it('are the same whether left out at once or one after the other', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.repository('a').index({ children: [{ layers: ['two'] }], tag: 'list' });
    const inventory = await inventoryOf(volume.dir);
    const contents = contentsOf(inventory);
    const { tags, revisions, layerLinks } = removable(contents);
    const step = contents.without({ tags }).without({ revisions }).without({ layerLinks });
    expect(answersOf(step)).toEqual(answersOf(contents.without({ tags, revisions, layerLinks })));
    expect(answersOf(contents.without({}))).toEqual(answersOf(contents));
    inventory.close();
  });

  it('read no manifest that only a tag called one, though an image carries it as a layer', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    const { digest } = volume.repository('b').image({ layers: ['inner'], tag: '1' });
    const content = fs.readFileSync(
      volume.resolve(`docker/registry/v2/blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}/data`),
    );
    volume.repository('a').image({ layers: [{ name: 'manifest', content }], tag: 'carrier' });
    const inventory = await inventoryOf(volume.dir);
    const contents = contentsOf(inventory);
    const [manifest, inner] = [digest, layerDigest('inner')].map(
      (each) => contents.blobs.idOf(each) as number,
    );
    const left = contents.without({
      tags: [{ repository: 'b', tag: '1' }],
      revisions: [{ repository: 'b', digest }],
    });
    const seen = [contents, left].map(({ manifests, states }) => [
      manifests.has(manifest as number),
      BLOB_STATES[states[manifest as number] as number],
      BLOB_STATES[states[inner as number] as number],
    ]);
    expect(seen).toEqual([
      [true, 'tagged', 'tagged'],
      [false, 'tagged', 'unreferenced'],
    ]);
    inventory.close();
  });
});
