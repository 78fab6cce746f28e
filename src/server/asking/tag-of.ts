import { createHash } from 'node:crypto';
import { historyPath } from '../../inventory/beside/history-file.ts';
import { verifiedPath } from '../../inventory/beside/verified-file.ts';
import { fileStamp } from '../../inventory/read/file-stamp.ts';
import { isOldScan } from '../../plan/warnings.ts';
import { stowageVersion } from '../../version.ts';
import type { Opened } from '../current/current.ts';
import { type AskRequest, keyOf } from './request.ts';

const VERSION = stowageVersion();

/**
 * A name for the answer to a request, the same as long as the answer is: it is of the scan, of what lies beside the
 * inventory (its history grows after the scan published it, and verifications add to what check knows), of whether the
 * scan is so old that a plan warns, and of this program. Undefined where the volume is read as well, which may change.
 */
export function tagOf({ inventory, scanId }: Opened, request: AskRequest): string | undefined {
  if (readsVolume(request)) return undefined;
  const beside = [historyPath(inventory.path), verifiedPath(inventory.path)].map(fileStamp);
  const all = [VERSION, scanId, ...beside, isOldScan(inventory), keyOf(request)];
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 27);
}

/** True where blobs of the volume are read. */
export function readsVolume({ name, options }: AskRequest): boolean {
  return name === 'inspect' || options['manifests'] === true;
}
