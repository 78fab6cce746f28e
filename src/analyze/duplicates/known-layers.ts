import type { Contents } from '../../contents/contents.ts';
import { Grouped, pairList } from '../../graph/grouped.ts';
import type { Int32List } from '../../graph/growing-array.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import { DigestTable } from '../../inventory/ids/digest-table.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { DigestListReader, DigestListWriter } from '../../registry/digest-list.ts';

const DIFF_ID_BYTES = 32;
const UNKNOWN = 0;
const DISPUTED = -1;

/** Of how many layers the content is not known, by why. */
export interface UnknownLayers {
  /** The config of an image that has it was not read, is damaged or is not there. */
  readonly unread: number;
  /** No config says as many diff_ids as its image has layers. */
  readonly withoutDiffId: number;
  /** Configs say different diff_ids of it, so that some of them are wrong. */
  readonly disputed: number;
}

/** What configs say of the layers of images that are there and that some repository leads to. */
export interface KnownLayers {
  /** Blob ids, in their order. */
  readonly layers: readonly number[];
  /** By blob id: the number of the layer's diff_id; 0 or less where it is not known. */
  readonly contents: Int32Array;
  /** The diff_ids by their numbers. */
  readonly diffIds: DigestTable;
  /** By blob id: the id of the history line; 0 where none is known. */
  readonly lines: Int32Array;
  /** By blob id, the images that have it as a layer. */
  readonly images: Grouped;
  readonly unknown: UnknownLayers;
}

/** Loads what is known. Nothing of it depends on the order in which a scan met things. */
export function loadKnownLayers(inventory: Inventory, contents: Contents): KnownLayers {
  const { highest } = contents.blobs;
  const [namedBy, images, isUnread] = findImages(contents);
  const layers: number[] = [];
  for (let blob = 1; blob <= highest; blob++) if (images.of(blob).length > 0) layers.push(blob);
  const said = readConfigs(inventory, contents, namedBy);
  const count = (isOne: (blob: number) => boolean) => layers.filter(isOne).length;
  const { contents: numbers } = said;
  const unread = count((blob) => numbers[blob] === UNKNOWN && isUnread[blob] === 1);
  return {
    ...said,
    layers,
    images,
    unknown: {
      unread,
      withoutDiffId: count((blob) => numbers[blob] === UNKNOWN) - unread,
      disputed: count((blob) => numbers[blob] === DISPUTED),
    },
  };
}

/** By config the images that name it, by layer those that have it, and which layers an image has whose config is unknown. */
function findImages({ blobs, images, states }: Contents): [Grouped, Grouped, Uint8Array] {
  const isUnread = new Uint8Array(blobs.highest + 1);
  const [byConfig, byLayer] = [pairList([]), pairList([])];
  const lastImage = new Int32Array(blobs.highest + 1);
  for (const image of images.manifests) {
    if ((states[image] as number) === 0) continue;
    const config = images.configOf(image);
    if (config !== undefined) pushPair(byConfig, config, image);
    for (const layer of images.layersOf(image)) {
      // An image may have a layer twice.
      if (!blobs.isPresent(layer) || lastImage[layer] === image) continue;
      lastImage[layer] = image;
      pushPair(byLayer, layer, image);
      if (config === undefined) isUnread[layer] = 1;
    }
  }
  return [new Grouped(byConfig, blobs.highest), new Grouped(byLayer, blobs.highest), isUnread];
}

function pushPair(list: Int32List, group: number, value: number): void {
  list.push(group);
  list.push(value);
}

/** What configs say, each once for all images that name it. */
function readConfigs({ database }: Inventory, { blobs, images }: Contents, namedBy: Grouped) {
  const [contents, lines] = [new Int32Array(blobs.highest + 1), new Int32Array(blobs.highest + 1)];
  const diffIds = new DigestTable();
  const rankOf = ranksOfLines(database);
  const rows = database
    .prepare<[], [number, Buffer, string | null]>(
      'SELECT blob_id, diff_ids, history FROM config WHERE diff_ids IS NOT NULL',
    )
    .raw();
  for (const [config, packed, history] of rows.iterate()) {
    const numbers = numbersOf(packed, diffIds);
    const ids = history === null ? [] : (JSON.parse(history) as number[]);
    for (const image of namedBy.of(config)) {
      const layers = images.layersOf(image);
      if (layers.length !== numbers.length) continue;
      for (const [at, layer] of layers.entries()) {
        const [before, number, line] = [contents[layer], numbers[at] as number, ids[at] ?? 0];
        contents[layer] = before === UNKNOWN || before === number ? number : DISPUTED;
        // Of several lines that made the same layer the one with the lowest sha256: any is true.
        const isBetter = line !== 0 && (rankOf(line) < rankOf(lines[layer] as number) || lines[layer] === 0);
        if (isBetter) lines[layer] = line;
      }
    }
  }
  return { contents, diffIds, lines };
}

function numbersOf(packed: Buffer, diffIds: DigestTable): number[] {
  const writer = new DigestListWriter();
  for (let at = 0; at + DIFF_ID_BYTES <= packed.length; at += DIFF_ID_BYTES)
    writer.appendRaw(packed.subarray(at, at + DIFF_ID_BYTES));
  const reader = new DigestListReader(writer.finish());
  const numbers: number[] = [];
  while (reader.next()) numbers.push(diffIds.idOf(reader));
  return numbers;
}

function ranksOfLines(database: Inventory['database']): (line: number) => number {
  const [ids] = readNumbers(database, ['id'], '(SELECT id FROM history_line ORDER BY sha256)');
  const ranks = new Map<number, number>();
  for (const [rank, id] of ids.entries()) ranks.set(id, rank);
  return (line) => ranks.get(line) ?? -1;
}
