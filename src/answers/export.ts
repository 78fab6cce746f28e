import { UsageError } from '../errors.ts';
import type { ExportOptions } from '../export/export-options.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../export/formats.ts';
import type { Sink } from '../export/write-export.ts';
import type { WrittenFile } from '../export/written-file.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { DIGEST_OPTIONS } from './export/digest-options.ts';
import { type OptionSpec, parsePositiveCount } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the request to export an inventory. */
export interface ExportQuestionOptions extends ExportOptions {
  readonly to?: ExportFormat;
  /** A directory for tables, a file for everything else, or `-` for what `sink` takes. */
  readonly target?: string;
  readonly sink?: Sink;
}

/** What was exported. */
export interface ExportAnswer extends Answered {
  readonly to: ExportFormat;
  readonly target: string;
  readonly files: readonly WrittenFile[];
  readonly totals: ExportTotals;
}

interface ExportTotals {
  readonly files: number;
  /** Only of tables. */
  readonly rows?: number;
  readonly bytes: number;
}

/** The same, as programs get it. */
export type ExportJson = Omit<ExportAnswer, keyof Answered>;

/** The target that stands for stdout. */
export const STDOUT = '-';

const FORMATS = Object.keys(EXPORT_FORMATS) as ExportFormat[];

/** What formats may be told. */
const FORMAT_OPTIONS: Readonly<Record<keyof ExportOptions, OptionSpec>> = {
  registryName: {
    flags: '--registry-name <name>',
    description: 'what this registry is called among others: part of the paths of tables, a label of metrics',
    parse: parseRegistryName,
  },
  repositories: {
    flags: '--repositories <n>',
    description: 'prometheus: of how many repositories, the largest first, or all (default: 1000)',
    parse: parseRepositories,
  },
  ...DIGEST_OPTIONS,
};

/** The inventory as files for other programs. */
export const exportQuestion: Question<'export', ExportQuestionOptions, ExportAnswer, ExportJson> = {
  name: 'export',
  options: {
    to: { flags: '--to <format>', description: 'what to write', choices: FORMATS },
    ...FORMAT_OPTIONS,
  },
  validate(options) {
    const { to, target, registryName } = options;
    if (to === undefined) throw new UsageError(`--to says what to write: ${FORMATS.join(', ')}.`);
    if (target === undefined) throw new UsageError('Expected a target: a directory for tables, else a file.');
    const { takes, target: kind } = EXPORT_FORMATS[to];
    for (const [name, { flags }] of Object.entries(FORMAT_OPTIONS))
      if (options[name as keyof ExportOptions] !== undefined && !(takes as readonly string[]).includes(name))
        throw new UsageError(`--to ${to} does not take ${flags}: leave it out.`);
    if (kind === 'directory' && target === STDOUT)
      throw new UsageError(`--to ${to} writes a file for each table: name a directory in place of -.`);
    // From the command line it was parsed; a library caller's becomes part of paths as well.
    if (registryName !== undefined) parseRegistryName(registryName);
    if (kind === 'directory' && registryName === undefined)
      throw new UsageError(
        `--to ${to} needs --registry-name <name>: it tells the tables of this registry from those of others in the same place.`,
      );
  },
  async ask(inventory, options) {
    await exportQuestion.validate?.(options);
    const { to, target } = options as { to: ExportFormat; target: string };
    const { exportNotes, writeExport } = await import('../export/write-export.ts');
    const place = target === STDOUT && options.sink !== undefined ? options.sink : target;
    const files = await writeExport(inventory, to, place, options);
    const notes = [...notesOn(inventory), ...(await exportNotes(inventory, to, target, options))];
    return { ...answered(inventory), to, target, files, totals: totalsOf(files), notes };
  },
  json({ to, target, files, totals }) {
    return { to, target, files, totals };
  },
};

function totalsOf(files: readonly WrittenFile[]): ExportTotals {
  const sum = (of: (file: WrittenFile) => number) => files.reduce((total, file) => total + of(file), 0);
  const hasRows = files.some(({ rows }) => rows !== undefined);
  return {
    files: files.length,
    ...(hasRows && { rows: sum(({ rows = 0 }) => rows) }),
    bytes: sum(({ bytes }) => bytes),
  };
}

function notesOn({ scan }: Inventory): string[] {
  return scan.is_complete === 1 ? [] : ['The scan did not read everything: what is exported lacks it, too.'];
}

/** A name that may stand in a path and in every engine's SQL. */
function parseRegistryName(text: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(text))
    throw new UsageError('Expected letters, digits, dots, dashes and underscores, as in eu-1.example.com.');
  return text;
}

function parseRepositories(text: string): number | 'all' {
  if (text === 'all') return text;
  try {
    return parsePositiveCount(text);
  } catch {
    throw new UsageError("Expected a whole number from 1, or 'all'.");
  }
}
