import { createHash } from 'node:crypto';
import { type Digest, digestFromBytes } from '../registry/digest.ts';
import { blobDataPath } from '../registry/layout.ts';
import type { ReadFile } from './file-stat.ts';
import { unlessNamed } from './listed.ts';
import { errorCode } from './system-error.ts';
import type { VolumeFs } from './volume-fs.ts';

/** The bytes of a blob, which are what its digest says; or why there are none to be believed. */
export type BlobReading = { readonly content: Buffer } | UnreadBlob;

/** Why a blob was not read. */
export interface UnreadBlob {
  /** `mismatch`: its bytes hash to another digest, on two readings. */
  readonly code: 'missing' | 'unreadable' | 'mismatch' | 'too-large';
  /** The error's code, what stands in place of a file, or what its bytes hash to. */
  readonly detail?: string;
}

/**
 * Reads a whole blob of at most `limit` bytes, and gives none that are not what its digest says.
 * @param storedAs the digest that the blob is kept by, where `digest` is another name of it
 */
export function readBlob(fs: VolumeFs, digest: Digest, limit: number, storedAs = digest): BlobReading {
  const first = readOnce(fs, digest, limit, storedAs);
  const isDoubtful = 'code' in first && (first.code === 'mismatch' || first.code === 'unreadable');
  // Disks and memory err once in a while, and a registry before 3.1 may just be writing the file.
  return isDoubtful ? readOnce(fs, digest, limit, storedAs) : first;
}

function readOnce(fs: VolumeFs, digest: Digest, limit: number, storedAs: Digest): BlobReading {
  const [algorithm, hex] = storedAs.split(':') as [string, string];
  let file: ReadFile<Buffer> | undefined;
  try {
    const path = blobDataPath(algorithm, hex);
    file = unlessNamed(fs, path, () => fs.readWhole(path, limit));
  } catch (error) {
    return { code: 'unreadable', detail: errorCode(error) };
  }
  if (file === undefined) return { code: 'missing' };
  const { stat, content } = file;
  if (stat.kind !== 'file') return { code: 'unreadable', detail: stat.kind };
  if (content === undefined) return { code: 'too-large' };
  const actual = hashOf(digest, content);
  return actual === digest ? { content } : { code: 'mismatch', detail: actual };
}

function hashOf(digest: Digest, content: Buffer): Digest {
  return digestFromBytes(
    createHash(digest.slice(0, digest.indexOf(':')))
      .update(content)
      .digest(),
  );
}
