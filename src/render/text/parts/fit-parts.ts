import { columnsOf, cutColumns } from './columns.ts';

/** A part of a line that may be too long. */
export interface Part {
  readonly text: string;
  /** The part with the lowest goes first where there is too little room. */
  readonly weight: number;
}

const SEPARATOR = ' · ';

/** The parts on one line of at most `width` columns: those that matter least go, and the last that stays is cut. */
export function fitParts(parts: readonly Part[], width: number): string {
  const line = parts.map(({ text }) => text).join(SEPARATOR);
  if (columnsOf(line) <= width) return line;
  if (parts.length <= 1) return width < 1 ? '' : `${cutColumns(line, width - 1)}…`;
  const lightest = parts.reduce((least, part) => (part.weight < least.weight ? part : least));
  return fitParts(
    parts.filter((part) => part !== lightest),
    width,
  );
}
