import type { UnreadBlob } from '../../volume/read-blob.ts';
import { RegistryFault } from './fault.ts';

type Unknown = 'BLOB_UNKNOWN' | 'MANIFEST_UNKNOWN';

/** Says why bytes that a repository has are not given: a client finds the rest elsewhere, or tells its user. */
export function asUnreadable(
  code: Unknown,
  digest: string,
  { code: why, detail }: UnreadBlob,
): RegistryFault {
  if (why === 'unreadable' && !KINDS.has(detail ?? ''))
    return new RegistryFault('UNKNOWN', { digest, reason: `it cannot be read: ${detail}` });
  return new RegistryFault(code, { digest, reason: REASONS[why](detail ?? '') });
}

/** Says that the bytes hash to something else. */
export function asDamaged(digest: string, actual: string): RegistryFault {
  return asUnreadable('BLOB_UNKNOWN', digest, { code: 'mismatch', detail: actual });
}

const REASONS: Readonly<Record<UnreadBlob['code'], (detail: string) => string>> = {
  missing: () => 'the repository has it, but its bytes are not there',
  mismatch: (actual) => `its bytes are damaged: they are ${actual}`,
  'too-large': () => 'it is longer than any registry reads a manifest to be',
  unreadable: (kind) => `in its place is no file that is served: ${kind}`,
};

/** What may stand in a file's place; other details are errors of the file system. */
const KINDS = new Set([
  'directory',
  'other',
  'dangling',
  'loop',
  'not-followed',
  'symlink out of the volume',
]);
