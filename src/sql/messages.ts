import type { Parameters } from './text/parameters.ts';

/** What may stand in a row and a column. */
export type Cell = null | number | bigint | string | Uint8Array;
export type Row = readonly Cell[];

/** How much of an answer is wanted; 0 for all. */
export interface SizeLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** What a process is to do: one statement, and then it ends. */
export interface Query {
  readonly inventory: string;
  readonly statement: string;
  readonly parameters: Parameters;
  readonly limits: SizeLimits;
}

/** What it is sent: the statement, and then that more is wanted. */
export type Request = Query | 'more';

/** What it answers to each: the columns, rows as long as there are some, and that these were all. */
export type Reply =
  | { readonly columns: readonly string[] }
  | { readonly rows: readonly Row[] }
  | { readonly end: { readonly cutBy?: CutBy } }
  | { readonly error: Failure };

/** What an answer was cut by: the option of that name. */
export type CutBy = 'limit' | 'max-bytes';

/** Why there is no answer, and whose fault it is. */
export interface Failure {
  readonly of: 'statement' | 'inventory' | 'memory' | 'program';
  readonly message: string;
}
