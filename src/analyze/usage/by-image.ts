import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { Grouped, pairList, type VisitGroup } from '../../graph/grouped.ts';
import { type Share, shareOut } from '../../graph/shares.ts';
import { Walk } from '../../graph/walk.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise } from '../names.ts';

/** What some images take that say the same of themselves, in bytes. */
export interface ImageGroupUsage {
  /**
   * `named`: images that say something; `none`: they say nothing; `unread`: their config was not read, is damaged or is
   * not there; `no-image`: what repositories lead to and no image has, as charts, signatures and indexes.
   */
  readonly group: ImageGroup;
  /** Image manifests; 0 of what is no image. */
  readonly images: number;
  /** Tags that lead to one of the images now; of what is no image, tags that point to something and lead to none. */
  readonly tags: number;
  readonly bytes: number;
  /** Blobs that no other group has. */
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Over all groups, these and the unreferenced bytes add up to all blob bytes. */
  readonly fairShareBytes: number;
}

type ImageGroup = 'named' | 'none' | 'unread' | 'no-image';

/** What a column of configs says, by the blob id of the config. */
type Said = ReadonlyMap<number, string>;

interface Members {
  readonly group: ImageGroup;
  /** What the images say; empty where the group has no name. */
  readonly name: string;
  readonly manifests: number[];
}

/**
 * Disk usage by what images say of themselves in a column of their configs. An image counts with its config and layers;
 * what else repositories lead to is in a group of its own. Named groups come first, by name.
 */
export function usageByImage(
  inventory: Inventory,
  column: 'platform' | 'source',
  nameOf: (said: string) => string,
): Array<ImageGroupUsage & { readonly name: string }> {
  const contents = contentsOf(inventory);
  const groups = groupImages(inventory, contents, loadSaid(inventory, column), nameOf);
  const shares = shareOut(visitorOf(contents, groups), groups.length, contents.blobs.sized);
  const tags = countTags(contents, groups);
  return groups
    .map(({ group, name, manifests }, at) => {
      const { bytes, uniqueBytes, fairShareBytes } = shares[at + 1] as Share;
      const sums = { bytes, uniqueBytes, sharedBytes: bytes - uniqueBytes, fairShareBytes };
      return { group, name, images: manifests.length, tags: tags[at + 1] as number, ...sums };
    })
    .filter(({ images, bytes, tags }) => images > 0 || bytes > 0 || tags > 0);
}

function loadSaid({ database }: Inventory, column: string): Said {
  const rows = database.prepare<[], [number, string]>(
    `SELECT blob_id, coalesce(${column}, '') FROM config WHERE fault IS NULL`,
  );
  return new Map(rows.raw().all());
}

/** The kinds of manifests that are images, whatever they are for. */
const IMAGES = "manifest WHERE kind IN ('image', 'kaniko-cache')";

/** The last group is of what is no image. */
function groupImages(
  { database }: Inventory,
  { images, states }: Contents,
  said: Said,
  nameOf: (said: string) => string,
): Members[] {
  const named = new Map<string, Members>();
  const none: Members = { group: 'none', name: '', manifests: [] };
  const unread: Members = { group: 'unread', name: '', manifests: [] };
  const haveConfigs = new Set(images.manifests);
  const groupOf = (manifest: number): Members => {
    if (!haveConfigs.has(manifest)) return none;
    const text = said.get(images.configOf(manifest) ?? 0);
    if (text === undefined) return unread;
    const name = text === '' ? '' : nameOf(text);
    if (name === '') return none;
    const group = named.get(name) ?? { group: 'named', name, manifests: [] };
    named.set(name, group);
    return group;
  };
  for (const manifest of readNumbers(database, ['blob_id'], IMAGES)[0])
    if ((states[manifest] as number) > 0) groupOf(manifest).manifests.push(manifest);
  const sorted = [...named.values()].sort((a, b) => compareBytewise(a.name, b.name));
  return [...sorted, none, unread, { group: 'no-image', name: '', manifests: [] }];
}

/** Visits the blobs of each group once: of the last, all that is held and in none of the others. */
function visitorOf({ graph, blobs, states, manifests }: Contents, groups: readonly Members[]): VisitGroup {
  const members = new Grouped(membersOf(groups), groups.length);
  const [seen, isOfImage] = [new Int32Array(blobs.highest + 1), new Uint8Array(blobs.highest + 1)];
  let round = 0;
  const visitImages: VisitGroup = (group, visit) => {
    round++;
    const visitOnce = (blob: number) => {
      if (seen[blob] === round) return;
      seen[blob] = round;
      visit(blob);
    };
    const visitPart = (blob: number) => {
      // What is read as a manifest counts for what it is.
      if (!manifests.has(blob)) visitOnce(blob);
    };
    for (const manifest of members.of(group)) {
      visitOnce(manifest);
      graph.forEachReference(manifest, (part) => {
        visitPart(part);
        graph.forEachAlias(part, visitPart);
      });
    }
  };
  for (let group = 1; group < groups.length; group++)
    visitImages(group, (blob) => {
      isOfImage[blob] = 1;
    });
  return (group, visit) => {
    if (group < groups.length) return visitImages(group, visit);
    for (let blob = 1; blob < states.length; blob++)
      if ((states[blob] as number) > 0 && isOfImage[blob] === 0) visit(blob);
  };
}

/** By group: how many tags lead to one of its images; of the last, how many lead to none at all. */
function countTags({ graph, blobs, repositories }: Contents, groups: readonly Members[]): Int32Array {
  const groupOf = new Int32Array(blobs.highest + 1);
  for (const [at, { manifests }] of groups.entries()) for (const each of manifests) groupOf[each] = at + 1;
  const counts = new Int32Array(groups.length + 1);
  const walk = new Walk(graph, blobs.highest);
  for (const { tags } of repositories)
    for (const target of tags.targets) {
      if (target === 0) continue;
      const met = new Set<number>();
      walk.begin();
      walk.visit([target], (blob) => {
        if (groupOf[blob] !== 0) met.add(groupOf[blob] as number);
      });
      for (const group of met.size > 0 ? met : [groups.length]) counts[group]!++;
    }
  return counts;
}

function membersOf(groups: readonly Members[]) {
  return pairList(groups.flatMap(({ manifests }, at) => manifests.map((blob) => [at + 1, blob] as const)));
}
