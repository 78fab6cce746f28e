import type { Inventory } from '../inventory/read/reader.ts';
import type { ExportOptions } from './export-options.ts';
import type { OpenTable } from './tables/table-writer.ts';

/** What an inventory is as one text: its pieces, a few KB to 64 KB each, never the whole in memory. */
type TextOf = (inventory: Inventory, options: ExportOptions) => Iterable<string> | AsyncIterable<string>;

interface Common {
  /** Those of the options that it takes. */
  readonly takes: ReadonlyArray<keyof ExportOptions>;
}

/** One file a table, in a directory. */
export interface TableFormat extends Common {
  readonly target: 'directory';
  /** What the names of its files end with. */
  readonly extension: string;
  readonly load: () => Promise<OpenTable>;
}

/** One file, or stdout. */
export interface TextFormat extends Common {
  readonly target: 'file';
  readonly load: () => Promise<TextOf>;
}

/** The formats that an inventory is exported to. What a format needs is loaded when it is chosen, and nothing else. */
export const EXPORT_FORMATS = {
  ndjson: {
    target: 'directory',
    extension: 'ndjson',
    takes: ['registryName'],
    load: async () => (await import('./data/ndjson.ts')).openNdjson,
  },
} as const satisfies Readonly<Record<string, TableFormat | TextFormat>>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
