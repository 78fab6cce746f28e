import type { Row } from '../../../sql/messages.ts';

/** A way to write rows as they come: each part is text to be written after that before it. */
export interface RowFormat {
  begin(columns: readonly string[]): string;
  rows(rows: readonly Row[]): string;
  end(truncated: boolean): string;
}
