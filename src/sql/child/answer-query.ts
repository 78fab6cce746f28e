import { InventoryError } from '../../errors.ts';
import { attachHistory } from '../../inventory/beside/attach-history.ts';
import { asDamage, isDamage, isSqliteError } from '../../inventory/format/damage.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import { openForSql } from '../../inventory/read/open-for-sql.ts';
import type { Failure, Query, Reply } from '../messages.ts';
import { explainError } from './explain-error.ts';
import { answerTo } from './rows.ts';
import { StatementError } from './statement-error.ts';

/** Answers a query piece by piece. Whatever goes wrong is the last reply. */
export function* answerQuery(query: Query): Generator<Reply> {
  let database: Database | undefined;
  try {
    database = openForSql(query.inventory);
    attachHistory(database);
    yield* answerTo(database, query);
  } catch (error) {
    yield { error: failureOf(error as Error, query, database) };
  } finally {
    database?.close();
  }
}

function failureOf(error: Error, { inventory, statement }: Query, database: Database | undefined): Failure {
  const { message } = error;
  if (error instanceof InventoryError) return { of: 'inventory', message };
  if (error instanceof StatementError) return { of: 'statement', message };
  if (isOfDriver(error)) return { of: 'statement', message: 'Expected one statement, and found several.' };
  if (database === undefined || !isSqliteError(error)) return { of: 'program', message };
  const { code } = error as { readonly code?: string };
  if (code === 'SQLITE_NOMEM') return { of: 'memory', message };
  // Wrong SQL has this code too, and the inventory has been looked at.
  if (isDamage(error) && code !== 'SQLITE_ERROR')
    return { of: 'inventory', message: (asDamage(inventory, error) as Error).message };
  return { of: 'statement', message: explainError(database, statement, error) };
}

/** The driver's error for several statements. */
function isOfDriver(error: Error): boolean {
  return error instanceof RangeError && error.message.includes('more than one statement');
}
