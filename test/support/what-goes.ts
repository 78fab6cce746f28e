import * as path from 'node:path';
import { predictCollection, type RegistryFamily } from '../../src/index.ts';
import { inventoryOf } from './inventory-of.ts';
import { aVolume, type VolumeBuilder } from './volume-builder.ts';

/** What a collection does to a small volume: names are those that its builder gave to digests. */
export interface WhatGoes {
  readonly blobs?: readonly string[];
  /** As `repository@name`. */
  readonly manifests?: readonly string[];
  /** As `repository@name`. */
  readonly links?: readonly string[];
  /** Codes of what ends it. */
  readonly aborts?: readonly string[];
}

/** Builds a volume, and names the digests that its row is about. */
type Build = (volume: VolumeBuilder) => Readonly<Record<string, string>>;

/** A rule of a collector: a sentence, a volume, whether with `--delete-untagged`, and what goes. */
export type Rule = readonly [sentence: string, build: Build, flags: '' | '-m', goes: WhatGoes];

/** What goes of a volume, of the digests that were named. */
export async function whatGoes(
  dir: string,
  family: RegistryFamily,
  [, build, flags]: Rule,
): Promise<WhatGoes> {
  const volume = aVolume(path.join(dir, 'volume'));
  const names = new Map(Object.entries(build(volume)).map(([name, digest]) => [digest, name]));
  const inventory = await inventoryOf(volume.dir, { readEveryLink: true });
  const { blobs, manifests, layerLinks, allAborts, deletionAborts } = predictCollection(inventory, {
    registry: family,
    family,
    deleteUntagged: flags === '-m',
  });
  inventory.close();
  const named = (places: ReadonlyArray<{ repository: string; digest: string }>) =>
    places.flatMap(({ repository, digest }) =>
      names.has(digest) ? [`${repository}@${names.get(digest)}`] : [],
    );
  const goes = {
    blobs: blobs.flatMap((digest) => names.get(digest) ?? []).sort(),
    manifests: named(manifests).sort(),
    links: named(layerLinks).sort(),
    aborts: [...new Set([...allAborts, ...deletionAborts].map(({ code }) => code))].sort(),
  };
  return Object.fromEntries(Object.entries(goes).filter(([, list]) => list.length > 0));
}
