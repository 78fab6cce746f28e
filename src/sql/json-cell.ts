import type { Cell } from './messages.ts';

/** What stands for a value in JSON: what JSON has no way to write is text. */
export function jsonCell(cell: Cell): string | number | null {
  if (typeof cell === 'bigint') return String(cell);
  if (cell instanceof Uint8Array) return hexOf(cell);
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}

/** Bytes, two digits each. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
