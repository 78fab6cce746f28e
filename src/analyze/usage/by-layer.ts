import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { Walk } from '../../graph/walk.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise } from '../names.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';
import { visitRepositories } from './visit-repositories.ts';

/** A layer that is there, and who has it. */
export interface LayerUsage extends LayerSums {
  readonly digest: string;
  /** Where one repository was named: the first of the others that have it, by name. */
  readonly sharedWith?: readonly string[];
}

/** The same by its blob id: there are many, and mostly few are shown. */
interface LayerSums {
  readonly bytes: number;
  /** Whose tags or revisions lead to it. */
  readonly repositories: number;
  /** Manifests that have it as a layer and that a repository leads to. */
  readonly images: number;
  /** Tags of all repositories that lead to it now. */
  readonly tags: number;
  /** Its bytes where one repository alone has it: deleting that, and collecting, would free them. */
  readonly uniqueBytes: number;
  /** Its bytes otherwise. */
  readonly sharedBytes: number;
  /** What it would take beside these, if each repository had one of its own. */
  readonly savedBytes: number;
}

/** A layer whose digest is not spelled out so far. */
export interface UnnamedLayer extends LayerSums {
  readonly blob: number;
}

export interface UsageByLayer extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by digest. */
  readonly layers: readonly UnnamedLayer[];
}

/**
 * Disk usage by layer: each that is there and that a manifest has which some repository leads to, or the one of an id.
 */
export function usageByLayer(inventory: Inventory, only?: number): UsageByLayer {
  const contents = contentsOf(inventory);
  const wanted = only === undefined ? undefined : blobsOf(contents, only);
  const images = countImages(inventory, contents);
  const tags = countTags(contents);
  const { bytesOf, files } = contents.blobs.sized;
  const repositories = countRepositories(inventory, contents);
  const layers: UnnamedLayer[] = [];
  for (const blob of inOrderOfDigests(inventory)) {
    const [holders, bytes] = [repositories[blob] as number, bytesOf(blob)];
    if (images[blob] === 0 || !contents.blobs.isPresent(blob)) continue;
    if (wanted?.has(blob) === false) continue;
    const isUnique = holders === 1 && !files.isNamedElsewhere(blob);
    layers.push({
      blob,
      bytes,
      repositories: holders,
      images: images[blob] as number,
      tags: tags[blob] as number,
      uniqueBytes: isUnique ? bytes : 0,
      sharedBytes: isUnique ? 0 : bytes,
      savedBytes: bytes * (holders - 1),
    });
  }
  return { totals: totalsOf(inventory), layers, ...namedElsewhereOf(inventory) };
}

/** Spells out the digests of layers and, where one repository was named, who else has them. */
export function nameLayers(
  inventory: Inventory,
  layers: readonly UnnamedLayer[],
  only?: number,
): LayerUsage[] {
  const contents = contentsOf(inventory);
  const { blobs } = contents;
  const sharers = only === undefined ? undefined : findSharers(contents, layers, only);
  blobs.learn(
    layers.map(({ blob }) => blob),
    'unreferenced',
  );
  return layers.map(({ blob, ...sums }) => {
    const sharedWith = sharers?.get(blob);
    return { digest: blobs.digestOf(blob), ...sums, ...(sharedWith !== undefined && { sharedWith }) };
  });
}

/** More names than this nobody reads: a base layer has thousands. */
const SHARERS = 3;

/** By layer, the first repositories that have it beside one. */
function findSharers(
  contents: Contents,
  layers: readonly UnnamedLayer[],
  only: number,
): Map<number, string[]> {
  const found = new Map(layers.map(({ blob }) => [blob, [] as string[]]));
  const { all } = visitRepositories(contents, (id) => [id]);
  const others = contents.repositories.filter(({ id }) => id !== only);
  for (const { id, name } of others.sort((a, b) => compareBytewise(a.name, b.name)))
    all(id, (blob) => {
      const names = found.get(blob);
      if (names !== undefined && names.length < SHARERS) names.push(name);
    });
  return found;
}

/** All blobs that a repository leads to. */
function blobsOf(contents: Contents, repository: number): Set<number> {
  const found = new Set<number>();
  visitRepositories(contents, (id) => [id]).all(repository, (blob) => void found.add(blob));
  return found;
}

/** By blob id: how many manifests have it as a layer, of those that some repository leads to. */
function countImages({ database }: Inventory, { blobs, states }: Contents): Int32Array {
  const images = new Int32Array(blobs.highest + 1);
  // An image may have a layer twice. The references of a manifest come together.
  const lastManifest = new Int32Array(blobs.highest + 1);
  const [manifests, layers] = readNumbers(
    database,
    ['manifest_id', 'blob_id'],
    `reference WHERE kind = 'layer'`,
  );
  for (let at = 0; at < layers.length; at++) {
    const [manifest, layer] = [manifests[at] as number, layers[at] as number];
    if (states[manifest] === 0 || lastManifest[layer] === manifest) continue;
    lastManifest[layer] = manifest;
    images[layer]!++;
  }
  return images;
}

/** By blob id: how many tags lead to it. */
function countTags({ graph, blobs, repositories }: Contents): Int32Array {
  const counts = new Int32Array(blobs.highest + 1);
  const byTarget = new Map<number, number>();
  for (const { tags } of repositories)
    for (const target of tags.targets) byTarget.set(target, (byTarget.get(target) ?? 0) + 1);
  const walk = new Walk(graph, blobs.highest);
  for (const [target, tags] of byTarget) {
    walk.begin();
    walk.visit([target], (blob) => {
      counts[blob]! += tags;
    });
  }
  return counts;
}

/** By blob id: how many repositories lead to it. */
function countRepositories({ database }: Inventory, { blobs }: Contents): Int32Array {
  const counts = new Int32Array(blobs.highest + 1);
  const [ids, repositories] = readNumbers(database, ['id', 'repositories'], 'blob WHERE repositories > 0');
  for (let at = 0; at < ids.length; at++) counts[ids[at] as number] = repositories[at] as number;
  return counts;
}

function inOrderOfDigests({ database }: Inventory): Float64Array {
  const [ids] = readNumbers(database, ['id'], '(SELECT id FROM blob ORDER BY digest)');
  return ids;
}
