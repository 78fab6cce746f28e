/** True for the errors SQLite gives on a file whose content makes no sense, and for {@link damage}. */
export function isDamage(error: unknown): error is Error {
  const code = String((error as { code?: unknown } | undefined)?.code);
  return /^SQLITE_(CORRUPT|NOTADB|ERROR|IOERR|CANTOPEN)/.test(code);
}

/** The error for content that makes no sense and that SQLite cannot judge. */
export function damage(what: string): Error {
  return Object.assign(new Error(`${what} makes no sense`), { code: 'SQLITE_CORRUPT' });
}

/** True for any error of SQLite. */
export function isSqliteError(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('SQLITE_');
}
