import { answerQuery } from '../../src/sql/child/answer-query.ts';
import type { Query } from '../../src/sql/messages.ts';
import { prepareQuery } from '../../src/sql/prepare-query.ts';
import type { Parameters } from '../../src/sql/text/parameters.ts';

type Object = Record<string, unknown>;

/** Asks as `stowage sql` does, but in this process: the rows as objects. Throws Error with what people are told. */
export function askHere(
  inventory: { readonly path: string },
  text: string,
  given: Parameters | readonly string[] = {},
  limits: Query['limits'] = { rows: 0, bytes: 0 },
): Object[] {
  const { statement, parameters } = prepareQuery(text, given);
  const replies = [...answerQuery({ inventory: inventory.path, statement, parameters, limits })];
  let columns: readonly string[] = [];
  const rows: Object[] = [];
  for (const reply of replies) {
    if ('error' in reply) throw new Error(reply.error.message);
    if ('columns' in reply) columns = reply.columns;
    if ('rows' in reply)
      rows.push(...reply.rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]))));
  }
  return rows;
}

/** What people are told of a wrong statement. */
export function complaintAbout(
  inventory: { readonly path: string },
  text: string,
  given?: Parameters,
): string {
  try {
    askHere(inventory, text, given);
    return 'nothing is wrong';
  } catch (error) {
    return (error as Error).message;
  }
}
