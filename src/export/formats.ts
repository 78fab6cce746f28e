import type { Inventory } from '../inventory/read/reader.ts';
import type { ExportOptions } from './export-options.ts';
import type { OpenTable } from './tables/table-writer.ts';

/** An inventory as one text. */
interface TextExport {
  /** Its pieces, a few KB to 64 KB each, never the whole in memory. @throws UsageError before the first is asked for */
  readonly textOf: (inventory: Inventory, options: ExportOptions) => Iterable<string> | AsyncIterable<string>;
  /** What is to be said beside it, because it has no place for it. */
  readonly notesOn?: (inventory: Inventory, options: ExportOptions, target: string) => string[];
}

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
  readonly load: () => Promise<TextExport>;
}

/** The formats that an inventory is exported to. What a format needs is loaded when it is chosen, and nothing else. */
export const EXPORT_FORMATS = {
  parquet: {
    target: 'directory',
    extension: 'parquet',
    takes: ['registryName'],
    load: async () => (await import('./data/parquet.ts')).openParquet,
  },
  ndjson: {
    target: 'directory',
    extension: 'ndjson',
    takes: ['registryName'],
    load: async () => (await import('./data/ndjson.ts')).openNdjson,
  },
  csv: {
    target: 'directory',
    extension: 'csv',
    takes: ['registryName'],
    load: async () => (await import('./data/csv.ts')).openCsv,
  },
  digests: {
    target: 'file',
    takes: ['states', 'isBare', 'minAgeMs'],
    load: async () => {
      const { digestLines, digestNotes } = await import('./digests.ts');
      return { textOf: digestLines, notesOn: digestNotes };
    },
  },
  ncdu: {
    target: 'file',
    takes: [],
    load: async () => ({ textOf: (await import('./ncdu/ncdu.ts')).ncduText }),
  },
  prometheus: {
    target: 'file',
    takes: ['repositories', 'registryName'],
    load: async () => {
      const { prometheusNotes, prometheusText } = await import('./prometheus/metrics.ts');
      return { textOf: prometheusText, notesOn: prometheusNotes };
    },
  },
} as const satisfies Readonly<Record<string, TableFormat | TextFormat>>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
