import { contentsOf } from '../../contents/contents-of.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { compareBytewise } from '../names.ts';
import { findChurn, type Origin, type StepGroup } from './churn.ts';
import { type HolderCounts, Holders } from './holders.ts';
import { type KnownLayers, loadKnownLayers, type UnknownLayers } from './known-layers.ts';
import { type ContentGroup, findSameContent } from './same-content.ts';

/** Layers with the same content, and layers that the same step of a build keeps making. */
export interface Duplicates {
  readonly totals: DuplicateTotals;
  /** By diff_id. */
  readonly contents: ReadonlyArray<ContentGroup & HolderCounts & { readonly images: number }>;
  /** By step, and by what the images are built from. */
  readonly churn: readonly ChurnRow[];
  readonly known: KnownLayers;
  readonly holders: Holders;
}

/** Of layers of images that are there and that some repository leads to. */
export interface DuplicateTotals {
  readonly layers: number;
  readonly bytes: number;
  /** Layers of which the content is known; with the unknown ones they are all. */
  readonly known: number;
  readonly unknown: UnknownLayers;
  /** Layers that hold what another one holds, their bytes, and what keeping one of each would free at least. */
  readonly duplicates: {
    readonly contents: number;
    readonly layers: number;
    readonly bytes: number;
    readonly savedBytes: number;
  };
  /** Layers of steps that made several. */
  readonly churn: { readonly steps: number; readonly layers: number; readonly bytes: number };
}

/** A step that made several layers, as it can be ordered. */
export interface ChurnRow extends HolderCounts {
  readonly group: StepGroup;
  readonly bytes: number;
  readonly images: number;
}

/** Finds both. */
export function findDuplicates(inventory: Inventory): Duplicates {
  const contents = contentsOf(inventory);
  const known = loadKnownLayers(inventory, contents);
  const holders = new Holders(contents);
  const groups = findSameContent(known, contents);
  const churn = findChurn(inventory, contents, known, holders);
  const { bytesOf, files } = contents.blobs.sized;
  const names = new Map(contents.repositories.map(({ id, name }) => [id, name]));
  const keyOf = ({ origin }: StepGroup) => `${origin.of} ${originText(origin, names)}`;
  const all = new Set(known.layers.map((layer) => files.keeperOf(layer)));
  const { unread, withoutDiffId, disputed } = known.unknown;
  const add = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return {
    totals: {
      layers: known.layers.length,
      bytes: add([...all], bytesOf),
      known: known.layers.length - unread - withoutDiffId - disputed,
      unknown: known.unknown,
      duplicates: {
        contents: groups.length,
        layers: add(groups, ({ layers }) => layers.length),
        bytes: add(groups, ({ bytes }) => bytes),
        savedBytes: add(groups, ({ savedBytes }) => savedBytes),
      },
      churn: {
        steps: churn.length,
        layers: add(churn, ({ layers }) => layers.length),
        bytes: add(churn, ({ bytes }) => bytes),
      },
    },
    contents: groups
      .sort((a, b) => compareBytewise(diffIdOf(known, a), diffIdOf(known, b)))
      .map((group) => {
        const images = imagesOf(known, group.layers);
        return { ...group, ...holders.count(images), images: images.size };
      }),
    churn: churn
      .sort((a, b) => compareBytewise(a.step, b.step) || compareBytewise(keyOf(a), keyOf(b)))
      .map((group) => {
        return { group, bytes: group.bytes, images: group.images.length, ...holders.count(group.images) };
      }),
    known,
    holders,
  };
}

/** The diff_id of a group. */
export function diffIdOf({ diffIds }: KnownLayers, { content }: Pick<ContentGroup, 'content'>): string {
  return digestText(diffIds.keyOf(content));
}

/** The images that have one of some layers. */
export function imagesOf({ images }: KnownLayers, layers: Iterable<number>): Set<number> {
  const all = new Set<number>();
  for (const layer of layers) for (const image of images.of(layer)) all.add(image);
  return all;
}

function originText(origin: Origin, names: ReadonlyMap<number, string>): string {
  if (origin.of === 'repository') return names.get(origin.repository) ?? '';
  return origin.of === 'source' ? origin.source : '';
}
