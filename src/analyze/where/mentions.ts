import type { Inventory } from '../../inventory/read/reader.ts';

/** A manifest that names a digest. */
export interface Mention {
  /** The blob id of what it names. */
  readonly blob: number;
  /** The manifest's blob id. */
  readonly manifest: number;
  /** What the manifest is; null where it is none that was read. */
  readonly kind: string | null;
  /** What it has the digest as: `config`, `layer`, `manifest`, or `guess` where it does not parse. */
  readonly as: string;
  readonly mediaType: string | null;
  readonly isForeign: boolean;
}

/**
 * Manifests that name one of some digests, in no order; one that names it twice stands there twice. Where it is known
 * that only some manifests do, these are looked at and not all there are.
 */
export function findMentions(
  { database }: Inventory,
  blobs: readonly number[],
  among?: Iterable<number>,
): Mention[] {
  const ids = { blobs: JSON.stringify(blobs), manifests: JSON.stringify([...(among ?? [])]) };
  const rows = database
    .prepare<[object], Omit<Mention, 'isForeign'> & { isForeign: number }>(
      among === undefined ? ALL_SQL : SOME_SQL,
    )
    .all(ids);
  return rows.map((row) => ({ ...row, isForeign: row.isForeign === 1 }));
}

const ALL_SQL = `SELECT reference.blob_id AS blob, manifest_id AS manifest, manifest.kind, reference.kind AS "as",
    media_type.name AS mediaType, is_foreign AS isForeign
  FROM reference LEFT JOIN manifest ON manifest.blob_id = manifest_id
    LEFT JOIN media_type ON media_type.id = reference.media_type_id
  WHERE reference.blob_id IN (SELECT value FROM json_each(@blobs))`;

const SOME_SQL = `${ALL_SQL} AND manifest_id IN (SELECT value FROM json_each(@manifests))`;
