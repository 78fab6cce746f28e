import { digestText } from '../../inventory/format/digest-column.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { ReferenceKind } from '../../registry/manifest/manifest.ts';

/** What the inventory says of a manifest. */
export interface ManifestRow {
  readonly form: string;
  readonly kind: string;
  readonly mediaType: string | null;
  readonly artifactType: string | null;
  readonly subject: Buffer | string | null;
  readonly fault2x: string | null;
  readonly fault3x: string | null;
}

/** One digest that a manifest names. */
export interface ReferenceRow {
  readonly blob: number;
  readonly kind: ReferenceKind;
  readonly bytes: number | null;
  readonly mediaType: string | null;
  readonly platform: string | null;
  readonly annotations: string | null;
  readonly isForeign: number;
}

/** A digest: `bytes` is null where there is no blob. */
interface BlobRow {
  readonly digest: string;
  readonly bytes: number | null;
}

/** Asks the inventory for one manifest or blob at a time, by blob id. */
export class ManifestRows {
  readonly #manifest;
  readonly #references;
  readonly #blob;
  readonly #platforms;

  constructor(database: Database) {
    this.#manifest = database.prepare<[number], ManifestRow>(MANIFEST_SQL);
    this.#references = database.prepare<[number], ReferenceRow>(REFERENCES_SQL);
    this.#blob = database.prepare<[number], { digest: Buffer | string; bytes: number | null }>(
      'SELECT digest, bytes FROM blob WHERE id = ?',
    );
    this.#platforms = database
      .prepare<[number, number], string>(
        "SELECT platform FROM reference WHERE manifest_id = ? AND blob_id = ? AND coalesce(platform, '') <> ''",
      )
      .pluck();
  }

  /** Undefined for what was not read as a manifest. */
  manifestOf(blob: number): ManifestRow | undefined {
    return this.#manifest.get(blob);
  }

  /** In the manifest's order. */
  referencesOf(manifest: number): ReferenceRow[] {
    return this.#references.all(manifest);
  }

  blobOf(blob: number): BlobRow {
    const row = this.#blob.get(blob);
    // Only a damaged inventory has no row.
    return row === undefined ? { digest: '', bytes: null } : { ...row, digest: digestText(row.digest) };
  }

  /** As what an index lists a manifest. */
  platformsIn(index: number, manifest: number): string[] {
    return this.#platforms.all(index, manifest);
  }
}

const MANIFEST_SQL = `SELECT form, kind, type.name AS mediaType, artifact_type.name AS artifactType,
    subject.digest AS subject, fault_2x AS fault2x, fault_3x AS fault3x
  FROM manifest LEFT JOIN media_type AS type ON type.id = media_type_id
    LEFT JOIN media_type AS artifact_type ON artifact_type.id = artifact_type_id
    LEFT JOIN blob AS subject ON subject.id = subject_id
  WHERE blob_id = ?`;

const REFERENCES_SQL = `SELECT blob_id AS blob, kind, bytes, name AS mediaType, platform, annotations,
    is_foreign AS isForeign
  FROM reference LEFT JOIN media_type ON media_type.id = media_type_id
  WHERE manifest_id = ? ORDER BY position`;
