/** Bytes from `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Of a header with more ranges, none is looked at: a header of 16 KiB has room for as many. */
const MAX_RANGES = 1000;

const RANGE = /^(\d*)-(\d*)$/;

/**
 * What of `size` bytes a `Range` header asks for (RFC 9110, section 14): some ranges; or all of it, because it names
 * none, is written wrong, or asks for more than all; or nothing that is there.
 *
 * Read here and not by `range-parser`, which takes `1x-2y` for `1-2`: who asks for nonsense gets all of it.
 */
export function readRanges(header: string | undefined, size: number): ByteRange[] | 'all' | 'none' {
  const [, list] = /^bytes\s*=(.*)$/i.exec(header ?? '') ?? [];
  // Some ask for the beginning of everything: what is empty is given, not refused (as Go's ServeContent does).
  if (list === undefined || size === 0) return 'all';
  const specs = list.split(',').map((spec) => spec.trim());
  const ranges = specs.filter((spec) => spec !== '').map((spec) => readRange(spec, size));
  if (ranges.length === 0 || ranges.length > MAX_RANGES || ranges.includes(undefined)) return 'all';
  const there = (ranges as ByteRange[]).filter(({ start, end }) => start < end);
  if (there.length === 0) return 'none';
  const asked = there.reduce((sum, { start, end }) => sum + end - start, 0);
  return asked > size ? 'all' : there;
}

/** One range, empty where nothing of it is there; undefined where it is written wrong. */
function readRange(spec: string, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = RANGE.exec(spec) ?? [];
  if (first === '') return last === '' ? undefined : { start: Math.max(0, size - Number(last)), end: size };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  return { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) };
}
