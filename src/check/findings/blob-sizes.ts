import { forEachRow } from '../../inventory/format/read-numbers.ts';
import { type Finding, finding } from '../finding.ts';
import { dataPath } from '../volume/blob-paths.ts';
import type { CheckedVolume } from '../volume/checked-volume.ts';

/** Beyond what a double holds exactly, a size is stored as the largest that it does. */
const ABSURD = `(reference.bytes < 0 OR reference.bytes = ${Number.MAX_SAFE_INTEGER})`;

/** The blob that a reference leads to, be it by another name. */
const BLOB_ID = 'coalesce(alias.stored_id, reference.blob_id)';
const REFERENCES = 'reference LEFT JOIN alias ON alias.named_id = reference.blob_id';

const SIZES_SQL = `SELECT blob.id, blob.bytes, reference.bytes AS described
  FROM ${REFERENCES} CROSS JOIN blob ON blob.id = ${BLOB_ID}
  WHERE reference.bytes <> blob.bytes AND blob.bytes > 0 AND NOT ${ABSURD}
    AND ${BLOB_ID} IN (SELECT value FROM json_each(?))
  GROUP BY blob.id`;

const AGREED_SQL = `SELECT DISTINCT blob.id FROM ${REFERENCES} JOIN blob ON blob.id = ${BLOB_ID}
  WHERE reference.bytes = blob.bytes AND blob.id IN (SELECT value FROM json_each(?))`;

/** A blob of another length than a manifest says. */
interface WrongSize {
  readonly digest: string;
  readonly bytes: number;
  readonly described: number;
  /** True where another manifest says what is on the disk: then it may be the first that is wrong. */
  readonly isAgreed: boolean;
}

/** Blobs that are not as long as the manifests that refer to them say. */
export function findWrongSizes(volume: CheckedVolume): WrongSize[] {
  const suspects = findSuspects(volume);
  if (suspects.length === 0) return [];
  const rows = volume.rows<{ id: number; bytes: number; described: number }>(
    SIZES_SQL,
    JSON.stringify(suspects),
  );
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const agreed = new Set(volume.rows<{ id: number }>(AGREED_SQL, ids).map(({ id }) => id));
  return rows.map(({ id, bytes, described }) => ({
    digest: volume.digestOf(id),
    bytes,
    described,
    isAgreed: agreed.has(id),
  }));
}

/**
 * Ids of blobs of which a manifest says another length; an empty blob is left to `blob-empty`. Both tables are read whole: to look
 * up the blob of each reference costs twice as much.
 */
function findSuspects({ inventory: { database, scan } }: CheckedVolume): number[] {
  if (scan.sizes_agree === 1) return [];
  const bytesById = new Map<number, number>();
  forEachRow(database, ['id', 'bytes'], 'blob WHERE bytes > 0', (id, bytes) => bytesById.set(id, bytes));
  const suspects = new Set<number>();
  const described = `${REFERENCES} WHERE bytes IS NOT NULL AND NOT ${ABSURD}`;
  forEachRow(database, [BLOB_ID, 'bytes'], described, (blob, bytes) => {
    if ((bytesById.get(blob) ?? bytes) !== bytes) suspects.add(blob);
  });
  return [...suspects];
}

/** Manifests with sizes that no blob can have. */
export function findAbsurdSizes(volume: CheckedVolume): Finding[] {
  if (volume.inventory.scan.sizes_agree === 1) return [];
  const rows = volume.rows<{ manifest_id: number; bytes: number }>(
    `SELECT manifest_id, min(bytes) AS bytes FROM reference WHERE ${ABSURD} GROUP BY manifest_id`,
  );
  return rows.map(({ manifest_id, bytes }) => {
    const digest = volume.digestOf(manifest_id);
    const message = `The manifest gives a blob's size as ${bytes < 0 ? bytes : 'more than 2^53 bytes'}.`;
    return finding('descriptor-size-absurd', { path: dataPath(digest), digest }, message);
  });
}

/** The finding for a blob of the wrong length. */
export function describeSize(
  { digest, bytes, described, isAgreed }: WrongSize,
  affects: readonly string[],
): Finding {
  const message = `The blob has ${bytes} bytes, and a manifest says ${described}.`;
  const confidence = isAgreed ? 'suspected' : 'confirmed';
  return finding('blob-size-mismatch', { path: dataPath(digest), digest }, message, { affects, confidence });
}
