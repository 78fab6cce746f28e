import { existsSync } from 'node:fs';
import { type Digest, digestFromBytes, digestToBytes } from '../../registry/digest.ts';
import { checkSeal } from '../format/seal.ts';
import { openDatabase } from '../format/sqlite.ts';
import { fileStamp } from '../read/file-stamp.ts';
import { verifiedPath } from './verified-file.ts';

/** A blob's file as its stat says, times in microseconds since 1970. */
export interface BlobFile {
  readonly digest: Digest;
  readonly bytes: number;
  readonly inode: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
}

/** Who asks serves others meanwhile: while a verification is just writing its results, it does without. */
const PATIENCE_MS = 50;

/**
 * What a verification found the bytes of a file to be, if it is still the file that was hashed: its digest, or another.
 * Undefined where that is not known; results that cannot be read are none.
 */
export function verifiedAs(inventory: string, file: BlobFile): Digest | undefined {
  const path = verifiedPath(inventory);
  if (!existsSync(path)) return undefined;
  try {
    if (!isWhole(path)) return undefined;
    const database = openDatabase(path, { readonly: true, fileMustExist: true, timeout: PATIENCE_MS });
    try {
      const { digest, bytes, inode, modifiedAt, changedAt } = file;
      const row = database
        .prepare<unknown[], { ok: number; actual: Buffer | null }>(FIND_SQL)
        .get(digestToBytes(digest), inode, bytes, modifiedAt, changedAt);
      if (row === undefined) return undefined;
      return row.ok === 1 ? digest : row.actual === null ? undefined : digestFromBytes(row.actual);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

/** The file that was compared with its seal last: whoever serves blobs asks for one after the other. */
let compared: { readonly file: string; readonly isWhole: boolean } | undefined;

function isWhole(path: string): boolean {
  const file = `${path} ${fileStamp(path)}`;
  if (compared?.file !== file) compared = { file, isWhole: ['whole', 'none'].includes(checkSeal(path)) };
  return compared.isWhole;
}

const FIND_SQL = `SELECT ok, actual FROM result
  WHERE digest = ? AND inode = ? AND bytes = ? AND modified_at = ? AND changed_at = ?`;
