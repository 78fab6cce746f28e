import type { ProblemFact } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { Entry } from '../../volume/file-stat.ts';
import type { Loss } from '../reading-rules.ts';

/** What is odd about a symlink, by what it leads to; undefined for one inside the volume. */
export function symlinkProblem(
  path: ByteString,
  { kind, symlink }: Pick<Entry, 'kind' | 'symlink'>,
  loss: Loss,
): Omit<ProblemFact, 'fact'> | undefined {
  const hidesReferences = loss === 'references';
  if (kind === 'not-followed') return { code: 'not-followed', path, hidesReferences };
  if (kind === 'dangling') return { code: 'symlink-dangling', path, hidesReferences };
  if (kind === 'loop') return { code: 'symlink-loop', path, hidesReferences };
  return symlink === 'outside' ? { code: 'symlink-outside', path } : undefined;
}

/**
 * Something in place of a blob that is no file. Behind a symlink that leads nowhere may be the file of a disk that is not
 * mounted, and in it references.
 */
export function blobNotAFile(
  path: ByteString,
  digest: string,
  detail: Entry['kind'],
): Omit<ProblemFact, 'fact'> {
  if (detail === 'not-followed') return { code: 'not-followed', path, hidesReferences: true };
  const hidesReferences = detail === 'dangling' || detail === 'loop';
  return { code: 'blob-not-a-file', path, digest, detail, hidesReferences };
}
