import { InventoryError } from '../../errors.ts';
import type { Database } from './sqlite.ts';

/** An inventory whose content makes no sense. */
export class DamageError extends InventoryError {
  constructor(path: string, what: string, options?: ErrorOptions) {
    super(`${path} is damaged (${what}): remove it and scan again.`, options);
  }
}

/** The error for content that makes no sense and that SQLite cannot judge. */
export function damage({ name }: Pick<Database, 'name'>, what: string): DamageError {
  return new DamageError(name, `${what} makes no sense`);
}

/** True for {@link DamageError}, and for the errors SQLite gives on a file whose content makes no sense. */
export function isDamage(error: unknown): error is Error {
  return error instanceof DamageError || /^SQLITE_(CORRUPT|NOTADB|ERROR|IOERR|CANTOPEN)/.test(codeOf(error));
}

/** What of SQLite's errors is damage, as {@link DamageError} of the file at `path`; any other error as it is. */
export function asDamage(path: string, error: unknown): unknown {
  if (error instanceof InventoryError || !isDamage(error)) return error;
  return new DamageError(path, error.message, { cause: error });
}

/** True for any error of SQLite. */
export function isSqliteError(error: unknown): error is Error {
  return error instanceof Error && codeOf(error).startsWith('SQLITE_');
}

/** SQLite's name of an error, or the system's; `undefined` where it is another. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code);
}
