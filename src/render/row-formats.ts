import type { RowFormat } from './data/rows/row-format.ts';

/** How rows are written as they come. What a format needs is loaded when it is chosen, and nothing else. */
const ROW_FORMATS = {
  json: async (command: string) => (await import('./data/rows/json.ts')).jsonRows(command),
  ndjson: async () => (await import('./data/rows/ndjson.ts')).ndjsonRows(),
  csv: async (_: string, isForTerminal: boolean) =>
    (await import('./data/rows/csv.ts')).csvRows(isForTerminal),
};

export type RowFormatName = keyof typeof ROW_FORMATS;

/** Loads what writes the rows that a command answers with. */
export function loadRowFormat(
  name: RowFormatName,
  command: string,
  isForTerminal: boolean,
): Promise<RowFormat> {
  return ROW_FORMATS[name](command, isForTerminal);
}
