import { unpurgedUploads } from '../../check/findings/uploads.ts';
import type { CheckedVolume } from '../../check/volume/checked-volume.ts';
import type { FoundLeftover } from '../leftover.ts';

/** Uploads that are stale, and those that nothing will ever purge. */
export function findUploads(volume: CheckedVolume): FoundLeftover[] {
  return unpurgedUploads(volume).map((upload) => ({
    kind: upload.id,
    path: upload.path,
    repository: upload.repository,
    files: upload.files,
    bytes: upload.bytes - upload.named_elsewhere_bytes,
    modifiedAt: upload.modified_at === 0 ? undefined : upload.modified_at,
  }));
}
