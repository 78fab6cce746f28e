import Database from 'better-sqlite3';

/** One row of the file that keeps what verifications found. */
export interface Result {
  digest: string;
  verifiedAt: number;
  ok: number;
}

/** What verifications found so far, by digest; nothing where there is no such file yet. */
export function results(file: string): Result[] {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { fileMustExist: true });
    const rows = database
      .prepare(
        "SELECT 'sha256:' || lower(hex(digest)) AS digest, verified_at AS verifiedAt, ok FROM result ORDER BY 1",
      )
      .all();
    return rows as Result[];
  } catch (error) {
    if (!/unable to open|no such table/.test((error as Error).message)) throw error;
    return [];
  } finally {
    database?.close();
  }
}
