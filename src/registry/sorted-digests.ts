import { type DigestList, DigestListReader } from './digest-list.ts';

/** A list in the order of its digests. */
export interface SortedDigests {
  readonly list: DigestList;
  /** For each place in it, the row that the digest had before. */
  readonly order: Uint32Array;
}

/** Of a digest its length and its first bytes, which nearly always tell which of two comes first. */
const FIRST_BYTES = 5;
const LENGTH_STEP = 2 ** (8 * FIRST_BYTES);

/** Sorts a list of digests; texts that are none may not be in it. */
export function sortDigests(list: DigestList): SortedDigests {
  const reader = new DigestListReader(list);
  const { bytes } = reader;
  const keys: number[] = [];
  const starts: number[] = [];
  while (reader.next()) {
    starts.push(reader.offset - 1);
    keys.push(reader.length * LENGTH_STEP + bytes.readUIntBE(reader.offset, FIRST_BYTES));
  }
  const endOf = (row: number) => starts[row + 1] ?? bytes.length;
  const inFull = (a: number, b: number) => bytes.compare(bytes, starts[b], endOf(b), starts[a], endOf(a));
  const order = Uint32Array.from(keys.keys()).sort(
    (a, b) => (keys[a] as number) - (keys[b] as number) || inFull(a, b),
  );
  const sorted = new Uint8Array(list.length);
  let used = 0;
  for (const row of order) {
    const item = list.subarray(starts[row], endOf(row));
    sorted.set(item, used);
    used += item.length;
  }
  return { list: sorted, order };
}
