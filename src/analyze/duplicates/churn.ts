import type { Contents } from '../../contents/contents.ts';
import { readNumbers } from '../../inventory/format/read-numbers.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { buildStep } from '../../registry/manifest/build-step.ts';
import { sourceName } from '../../registry/source-name.ts';
import { EARLIEST_PUSH } from '../times.ts';
import { filesOf } from './files-of.ts';
import type { Holders } from './holders.ts';
import type { KnownLayers } from './known-layers.ts';

/** Layers that one step of a build made, each under another digest. */
export interface StepGroup {
  readonly step: string;
  readonly origin: Origin;
  /** Blob ids, one a file. */
  readonly layers: readonly number[];
  readonly images: readonly number[];
  readonly contents: number;
  readonly bytes: number;
  /** When the first and the last of them were pushed, in microseconds; undefined where a time is none. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Of what came after the first, over the time between first and last; undefined where that is less than a day. */
  readonly bytesPerDay: number | undefined;
}

/** What the images are built from that have a layer: a source or, where no label says it, a repository; or several. */
export type Origin =
  | { readonly of: 'source'; readonly source: string }
  | { readonly of: 'repository'; readonly repository: number }
  | { readonly of: 'several' };

const SEVERAL = 'several';
const DAY = 24 * 60 * 60 * 1e6;

/**
 * Finds the steps of builds that made several layers: by the line of the history without what is of one build
 * (`buildStep`), and by what the images were built from. Each layer is in one group at most.
 */
export function findChurn(
  inventory: Inventory,
  contents: Contents,
  known: KnownLayers,
  holders: Holders,
): StepGroup[] {
  const stepOf = loadSteps(inventory);
  const originOf = originsOf(inventory, contents, holders);
  const groups = new Map<string, number[]>();
  for (const layer of known.layers) {
    const step = stepOf(known.lines[layer] as number);
    if (step === '') continue;
    const origins = new Set<string>();
    for (const image of known.images.of(layer)) origins.add(originOf(image));
    const [origin = SEVERAL] = origins.size === 1 ? origins : [SEVERAL];
    const key = `${origin}\n${step}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [layer]);
    else group.push(layer);
  }
  const pushedAt = loadTimes(inventory, contents);
  return [...groups].flatMap(([key, layers]) => {
    const files = filesOf(contents, layers);
    if (files.length === 1) return [];
    const at = key.indexOf('\n');
    const [origin, step] = [key.slice(0, at), key.slice(at + 1)];
    return [{ step, origin: parseOrigin(origin), ...describe(contents, known, files, pushedAt) }];
  });
}

function describe(contents: Contents, known: KnownLayers, layers: readonly number[], pushedAt: Float64Array) {
  const { bytesOf } = contents.blobs.sized;
  const images = new Set<number>();
  for (const layer of layers) for (const image of known.images.of(layer)) images.add(image);
  // A layer of unknown content, or of a disputed one, counts as one of its own.
  const contentOf = (layer: number) => known.contents[layer] as number;
  const distinct = new Set(layers.map((layer) => (contentOf(layer) > 0 ? contentOf(layer) : -layer)));
  const bytes = layers.reduce((sum, layer) => sum + bytesOf(layer), 0);
  return {
    layers,
    images: [...images].sort((a, b) => a - b),
    contents: distinct.size,
    bytes,
    ...growth(layers, bytes, pushedAt, bytesOf),
  };
}

function growth(
  layers: readonly number[],
  bytes: number,
  pushedAt: Float64Array,
  bytesOf: (blob: number) => number,
): Pick<StepGroup, 'first' | 'last' | 'bytesPerDay'> {
  const times = layers.map((layer) => pushedAt[layer] as number);
  const first = times.reduce((least, time) => Math.min(least, time));
  const last = times.reduce((most, time) => Math.max(most, time));
  if (first < EARLIEST_PUSH) return { first: undefined, last: undefined, bytesPerDay: undefined };
  const days = (last - first) / DAY;
  const begun = layers.filter((layer) => pushedAt[layer] === first);
  const before = begun.reduce((sum, layer) => sum + bytesOf(layer), 0);
  return { first, last, bytesPerDay: days < 1 ? undefined : (bytes - before) / days };
}

function loadSteps({ database }: Inventory): (line: number) => string {
  const steps = new Map<number, string>();
  const rows = database.prepare<[], [number, string]>('SELECT id, line FROM history_line').raw();
  const same = new Map<string, string>();
  for (const [id, line] of rows.iterate()) {
    const step = buildStep(line);
    // One text for all that are the same.
    const known = same.get(step) ?? step;
    same.set(step, known);
    steps.set(id, known);
  }
  return (line) => steps.get(line) ?? '';
}

/** What an image was built from, as the text that {@link parseOrigin} reads. */
function originsOf(
  { database }: Inventory,
  { images }: Contents,
  holders: Holders,
): (image: number) => string {
  const rows = database.prepare<[], [number, string]>(
    'SELECT blob_id, source FROM config WHERE source IS NOT NULL',
  );
  const sources = new Map(rows.raw().all());
  return (image) => {
    const label = sources.get(images.configOf(image) ?? 0);
    const source = label === undefined ? '' : sourceName(label);
    if (source !== '') return `s${source.replaceAll('\n', ' ')}`;
    const repositories = holders.repositoriesOf(image);
    return repositories.length === 1 ? `r${repositories[0]}` : SEVERAL;
  };
}

function parseOrigin(text: string): Origin {
  if (text === SEVERAL) return { of: 'several' };
  if (text.startsWith('r')) return { of: 'repository', repository: Number(text.slice(1)) };
  return { of: 'source', source: text.slice(1) };
}

function loadTimes({ database }: Inventory, { blobs }: Contents): Float64Array {
  const times = new Float64Array(blobs.highest + 1);
  const [ids, modified] = readNumbers(database, ['id', 'modified_at'], 'blob WHERE bytes IS NOT NULL');
  for (const [at, id] of ids.entries()) times[id] = modified[at] as number;
  return times;
}
