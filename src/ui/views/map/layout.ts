import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';

/** A rectangle of the map, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where things are, the largest first, and those that are too small to be seen, in one place. */
export interface Layout<Thing> {
  readonly cells: ReadonlyArray<Area & { readonly thing: Thing }>;
  readonly rest?: Area & {
    readonly things: readonly Thing[];
    readonly value: number;
    /** False where its area is not that of its bytes: it would leave too little to the others, or be none itself. */
    readonly isToScale: boolean;
  };
}

/** How things are laid out. */
export interface LayoutOptions {
  /** Smaller cells are gathered. */
  readonly leastWidth: number;
  readonly leastHeight: number;
  readonly gap: number;
}

/** Of the whole, that is not left to what is gathered where it would take more. */
const MOST_REST = 0.22;
/** What is gathered can be read and pointed at. */
const REST_WIDTH = 84;
const REST_HEIGHT = 44;

/** Divides an area among things by their values (squarified, d3-hierarchy); small ones are gathered in one cell. */
export function layOut<Thing>(
  things: readonly Thing[],
  sizeOf: (thing: Thing) => number,
  { width, height }: Pick<Area, 'width' | 'height'>,
  options: LayoutOptions,
): Layout<Thing> {
  if (width <= 0 || height <= 0) return { cells: [] };
  const sorted = things.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const whole = width * height;
  let shown = countShown(sorted.map(sizeOf), whole, options.leastWidth * options.leastHeight);
  for (;;) {
    const layout = layOutFirst(sorted, sizeOf, shown, { width, height }, options.gap);
    if (shown <= 1 || isReadable(layout, options)) return layout;
    shown = fewer(shown, sorted.length);
  }
}

/** Equal areas may still be thin ones, and thin ones cannot be read. */
function isReadable<Thing>(
  { cells, rest }: Layout<Thing>,
  { leastWidth, leastHeight }: LayoutOptions,
): boolean {
  const areas = rest === undefined ? cells : [...cells, rest];
  return areas.every(({ width, height }) => width >= leastWidth && height >= leastHeight);
}

/** One more is no cell to gather, so the last two go together. */
function fewer(shown: number, count: number): number {
  const next = Math.min(shown - 1, Math.floor(shown * 0.92));
  return Math.max(1, next === count - 1 ? next - 1 : next);
}

/** So many that the smallest of them still has the least area. */
function countShown(values: readonly number[], whole: number, leastArea: number): number {
  const all = values.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  let shown = 0;
  for (const [at, value] of values.entries()) {
    sum += value;
    const restShare = at === values.length - 1 ? 0 : restOf(all - sum, sum, whole);
    if (value <= 0 || (value / (sum + restShare)) * whole < leastArea) break;
    shown = at + 1;
  }
  return shown === values.length - 1 ? Math.max(1, shown - 1) : Math.max(1, shown);
}

/** By what value the area of the rest is drawn. */
function restOf(rest: number, shown: number, whole: number): number {
  const most = (shown * MOST_REST) / (1 - MOST_REST);
  const least = (shown * REST_WIDTH * REST_HEIGHT) / Math.max(1, whole - REST_WIDTH * REST_HEIGHT);
  return Math.max(Math.min(rest, most), Math.min(least, most));
}

interface Node<Thing> {
  readonly thing?: Thing;
  readonly value: number;
  readonly children?: ReadonlyArray<Node<Thing>>;
}

function layOutFirst<Thing>(
  sorted: readonly Thing[],
  sizeOf: (thing: Thing) => number,
  count: number,
  { width, height }: Pick<Area, 'width' | 'height'>,
  gap: number,
): Layout<Thing> {
  const [shown, hidden] = [sorted.slice(0, count), sorted.slice(count)];
  const sum = (of: readonly Thing[]) => of.reduce((total, thing) => total + sizeOf(thing), 0);
  const rest = sum(hidden);
  const drawn = hidden.length === 0 ? 0 : restOf(rest, sum(shown), width * height);
  // By size, as the algorithm wants it.
  const children: Node<Thing>[] = [
    ...shown.map((thing) => ({ thing, value: Math.max(sizeOf(thing), Number.MIN_VALUE) })),
    ...(hidden.length === 0 ? [] : [{ value: drawn }]),
  ].sort((a, b) => b.value - a.value);
  const root = treemap<Node<Thing>>()
    .tile(treemapSquarify.ratio(1.4))
    .size([width, height])
    .paddingInner(gap)
    .round(true)(hierarchy<Node<Thing>>({ value: 0, children }).sum(({ value }) => value));
  const placed = (root.children ?? []).map(({ data, x0, x1, y0, y1 }) => ({
    thing: data.thing,
    area: { x: x0, y: y0, width: x1 - x0, height: y1 - y0 },
  }));
  const last = placed.find(({ thing }) => thing === undefined);
  return {
    cells: placed.flatMap(({ thing, area }) => (thing === undefined ? [] : [{ ...area, thing }])),
    ...(hidden.length > 0 &&
      last && { rest: { ...last.area, things: hidden, value: rest, isToScale: drawn === rest } }),
  };
}
