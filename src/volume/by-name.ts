import type { ByteString } from '../registry/byte-string.ts';

interface Named {
  readonly name: ByteString;
}

/** Puts things in the bytewise order of their names. */
export function byName({ name: a }: Named, { name: b }: Named): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
