import { listNamedQueries } from '../answers/named-queries.ts';
import { UsageError } from '../errors.ts';
import { renderJson } from '../render/data/json.ts';
import { renderQueries } from '../render/text/sql/queries.ts';
import type { CommonOptions } from './options.ts';
import { print, stdoutStyle } from './terminal.ts';

/** Prints the queries of ours. It needs no inventory. */
export function listQueries(statement: string | undefined, { json, color }: CommonOptions): void {
  if (statement !== undefined) throw new UsageError('--list runs nothing: leave the statement out.');
  const queries = listNamedQueries();
  print(json === true ? renderJson('sql', { queries }) : renderQueries(queries, stdoutStyle(color)));
}
