import { parseWait } from '../duration.ts';
import { UsageError } from '../errors.ts';
import { jsonCell } from '../sql/json-cell.ts';
import { DEFAULT_LIMITS, type QueryLimits } from '../sql/limits.ts';
import type { CutBy, Row } from '../sql/messages.ts';
import type { PreparedQuery } from '../sql/prepare-query.ts';
import type { Parameters } from '../sql/text/parameters.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { parseCount, parseSize } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of a question in SQL. */
export interface SqlOptions {
  /** One statement that reads, or the name of one of ours. */
  readonly statement: string;
  /**
   * Values of its parameters, by name or as people give them: `name=text`, or `name:=` and a number or null.
   * @default none, and those of a statement of ours
   */
  readonly parameters?: Parameters | readonly string[];
  /**
   * Rows to answer with, 0 for all.
   * @default 1,000 for people, 1,000,000 for programs
   */
  readonly limit?: number;
  /**
   * What the values may have together, 0 for any number.
   * @default 100 MiB
   */
  readonly maxBytes?: number;
  /**
   * How long it may work, 0 for as long as it takes.
   * @default 30 s
   */
  readonly timeoutMs?: number;
  /**
   * What it may have, 0 for all there is.
   * @default 512 MiB
   */
  readonly memoryBytes?: number;
  readonly reader?: 'people' | 'programs';
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Is told the names of the columns before there are rows. */
  readonly onColumns?: (columns: readonly string[]) => void;
  /** Is told rows as they come, and waited for; then the answer has none. */
  readonly onRows?: (rows: readonly Row[]) => Promise<void> | void;
}

/** What a statement gives. */
export interface SqlAnswer extends Answered {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** There is more than this. */
  readonly truncated: boolean;
  /** Only then: the option that says so. */
  readonly cutBy?: CutBy;
}

/** The same, as programs get it. */
export interface SqlJson {
  readonly columns: readonly string[];
  /** Integers that are no exact numbers in JSON, and infinite numbers, are text, and bytes are hex. */
  readonly rows: ReadonlyArray<ReadonlyArray<string | number | null>>;
  readonly truncated: boolean;
}

const ROWS_FOR_PEOPLE = 1000;

/** Anything, in SQL. */
export const sqlQuestion: Question<'sql', SqlOptions, SqlAnswer, SqlJson> = {
  name: 'sql',
  options: {
    parameters: {
      flags: '-p, --param <name=value>',
      description:
        'what :name is in the statement, as text; name:=5 is a number, name:=null is NULL (repeatable)',
      isRepeatable: true,
      default: [],
      defaultText: 'none',
    },
    limit: {
      flags: '--limit <n>',
      description: 'rows, 0 for all (default: 1000, with --json, --csv and --ndjson 1000000)',
      parse: parseCount,
    },
    maxBytes: {
      flags: '--max-bytes <size>',
      description: 'what the values may have together, 0 for any number (default: 100M)',
      parse: parseSize,
    },
    timeoutMs: {
      flags: '--timeout <duration>',
      description: 'how long it may work, 0 for as long as it takes',
      parse: parseWait,
      default: DEFAULT_LIMITS.timeMs,
      defaultText: '30s',
    },
    memoryBytes: {
      flags: '--memory <size>',
      description: 'how much memory it may take, 0 for all there is',
      parse: parseSize,
      default: DEFAULT_LIMITS.memoryBytes,
      defaultText: '512M',
    },
  },
  async validate(options) {
    await prepare(options);
  },
  async ask(inventory, options) {
    const [{ runQuery }, { statement, parameters, notes }] = await Promise.all([
      import('../sql/run-query.ts'),
      prepare(options),
    ]);
    const limits = limitsOf(options);
    const query = { inventory: inventory.path, statement, parameters };
    const answer = { columns: [] as readonly string[], rows: [] as Row[] };
    let cutBy: CutBy | undefined;
    for await (const reply of runQuery({ query, limits, signal: options.signal })) {
      if ('columns' in reply) {
        answer.columns = reply.columns;
        options.onColumns?.(reply.columns);
      } else if ('rows' in reply) {
        if (options.onRows === undefined) for (const row of reply.rows) answer.rows.push(row);
        else await options.onRows(reply.rows);
      } else cutBy = reply.end.cutBy;
    }
    const cutNotes = notesOnCut(options, cutBy);
    return {
      ...answered(inventory, (cutNotes.length > 0 ? EXIT_CODES.incomplete : EXIT_CODES.done).code),
      ...answer,
      truncated: cutBy !== undefined,
      ...(cutBy !== undefined && { cutBy }),
      notes: [...notes, ...cutNotes],
    };
  },
  json({ columns, rows, truncated }) {
    return { columns, rows: rows.map((row) => row.map(jsonCell)), truncated };
  },
};

/** What programs may not see in the rows: that there are more than anybody asked to cut off. */
function notesOnCut(options: SqlOptions, cutBy: CutBy | undefined): string[] {
  if (cutBy === undefined || options.reader === 'people') return [];
  const isAsked = (cutBy === 'limit' ? options.limit : options.maxBytes) !== undefined;
  return isAsked ? [] : [`There is more than this, cut off by --${cutBy}: with --${cutBy} 0 nothing is.`];
}

async function prepare({ statement, parameters = [] }: SqlOptions): Promise<PreparedQuery> {
  if (statement === undefined) throw new UsageError('Expected a statement, or the name of one of ours.');
  const { prepareQuery } = await import('../sql/prepare-query.ts');
  return prepareQuery(statement, parameters);
}

function limitsOf({ limit, maxBytes, timeoutMs, memoryBytes, reader }: SqlOptions): QueryLimits {
  return {
    rows: limit ?? (reader === 'people' ? ROWS_FOR_PEOPLE : DEFAULT_LIMITS.rows),
    bytes: maxBytes ?? DEFAULT_LIMITS.bytes,
    timeMs: timeoutMs ?? DEFAULT_LIMITS.timeMs,
    memoryBytes: memoryBytes ?? DEFAULT_LIMITS.memoryBytes,
  };
}
