import { Int32List } from './growing-array.ts';

/** Numbers in groups 1 to n, group after group in one array. */
export class Grouped {
  readonly #starts: Int32Array;
  readonly #values: Int32Array;

  /** Sorts pairs of group and value by group, by counting. */
  constructor(pairs: Int32List, groups: number) {
    const view = pairs.view();
    const starts = new Int32Array(groups + 2);
    for (let at = 0; at < view.length; at += 2) starts[(view[at] as number) + 1]!++;
    for (let group = 1; group < starts.length; group++) starts[group]! += starts[group - 1] as number;
    const next = starts.slice();
    this.#values = new Int32Array(view.length / 2);
    for (let at = 0; at < view.length; at += 2)
      this.#values[next[view[at] as number]!++] = view[at + 1] as number;
    this.#starts = starts;
  }

  /** The values of a group, without a copy. */
  of(group: number): Int32Array {
    return this.#values.subarray(this.#starts[group], this.#starts[group + 1]);
  }
}

/** Pairs of group and value, in the form that {@link Grouped} sorts. */
export function pairList(pairs: Iterable<readonly [group: number, value: number]>): Int32List {
  const list = new Int32List();
  for (const [group, value] of pairs) {
    list.push(group);
    list.push(value);
  }
  return list;
}

/** Calls `visit` once for every blob of a group. */
export type VisitGroup = (group: number, visit: (blob: number) => void) => void;
