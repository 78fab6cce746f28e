import type { Contents } from '../../contents/contents.ts';
import type { ManifestFaults } from '../../contents/manifests.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import { isUnknownType } from '../../registry/manifest/manifest-decoding.ts';
import { UNREAD_MANIFEST } from './reasons.ts';
import type { RemedyCode } from './remedies.ts';

/** Why a family does not read a blob as a manifest; null where it does. */
export function manifestFault(contents: Contents, blob: number, family: RegistryFamily): string | null {
  const { manifests } = contents;
  if (manifests.has(blob)) return manifests.faultOf(blob, family);
  // What was not read is none, because nothing says that it is one.
  return UNREAD_MANIFEST[isTooLarge(contents, blob) ? 'too-large' : 'no-manifest'];
}

/** What kind of fault it is. */
export function manifestFaultCode(contents: Contents, blob: number): RemedyCode {
  const faults = contents.manifests.faultsOf(blob);
  if (faults === undefined) return isTooLarge(contents, blob) ? 'manifest-too-large' : 'manifest-unparsable';
  return contents.blobs.bytesOf(blob) === 0 ? 'blob-empty' : codeOfFaults(faults);
}

function isTooLarge({ problems, blobs }: Contents, blob: number): boolean {
  return problems.isTooLarge(() => blobs.digestOf(blob));
}

/** True for what may be a manifest: the scan could not read it. */
export function isUnread({ problems, manifests, blobs }: Contents, blob: number): boolean {
  const { unread } = problems;
  return !unread.isEmpty && !manifests.has(blob) && unread.hasBlob(blobs.digestOf(blob));
}

/** What kind of fault a manifest has that some family refuses. */
export function codeOfFaults({ form, fault2x, fault3x }: ManifestFaults) {
  if (form === 'schema1') return 'manifest-schema1';
  if (fault2x === null) return 'manifest-unreadable-3x';
  if (fault3x === null) return 'manifest-unreadable-2x';
  return isUnknownType(fault2x) ? 'manifest-unknown-type' : 'manifest-unparsable';
}
