import type { CheckedVolume } from './checked-volume.ts';

/**
 * Why a pull by digest fails. `told`: the revision link or the manifest itself is damaged, which is a finding of its
 * own; the other kinds name what is not there.
 */
export interface Lack {
  readonly what: 'told' | 'manifest' | 'blob' | 'layer-link';
  /** Blob id of what is missing, or of the manifest. */
  readonly blob: number;
}

/** The revisions of repositories that cannot be pulled, by repository and the blob id of their directory's digest. */
export class BrokenImages {
  readonly #byRepository = new Map<number, Map<number, Lack[]>>();

  /** Finds them: a healthy volume costs one pass over its references. */
  constructor(volume: CheckedVolume) {
    for (const { repository_id, blob_id, target_id, bytes } of volume.rows<RevisionRow>(REVISIONS_SQL)) {
      const isMissing = target_id !== null && bytes === null;
      this.#add(repository_id, blob_id, {
        what: isMissing ? 'manifest' : 'told',
        blob: target_id ?? blob_id,
      });
    }
    for (const row of volume.rows<NeedRow>(NEEDS_SQL)) {
      // A sha512 link that says a sha256 digest is how registries store such a blob: it is there.
      if (row.linked_bytes !== null) continue;
      const what = row.bytes === null ? 'blob' : 'layer-link';
      this.#add(row.repository_id, row.revision, { what, blob: row.needed });
    }
  }

  /** What a pull would miss; undefined where nothing, or where there is no such revision. */
  lacksOf(repository: number, manifest: number): readonly Lack[] | undefined {
    return this.#byRepository.get(repository)?.get(manifest);
  }

  /** All of them: repository, manifest, what is missing. */
  *all(): Generator<readonly [repository: number, manifest: number, lacks: readonly Lack[]]> {
    for (const [repository, manifests] of this.#byRepository) {
      for (const [manifest, lacks] of manifests) yield [repository, manifest, lacks];
    }
  }

  #add(repository: number, manifest: number, lack: Lack): void {
    const manifests = this.#byRepository.get(repository) ?? new Map<number, Lack[]>();
    this.#byRepository.set(repository, manifests);
    const lacks = manifests.get(manifest);
    if (lacks === undefined) manifests.set(manifest, [lack]);
    else lacks.push(lack);
  }
}

interface RevisionRow {
  readonly repository_id: number;
  readonly blob_id: number;
  readonly target_id: number | null;
  readonly bytes: number | null;
}

/** Revisions whose link is damaged, whose blob is missing, or whose manifest no registry reads. */
const REVISIONS_SQL = `SELECT repository_id, blob_id, target_id, blob.bytes
  FROM revision LEFT JOIN blob ON blob.id = target_id
  WHERE target_id IS NULL
    OR target_id NOT IN (SELECT blob_id FROM manifest WHERE fault_2x IS NULL OR fault_3x IS NULL)`;

interface NeedRow {
  readonly repository_id: number;
  readonly revision: number;
  readonly needed: number;
  /** Of the blob that is needed. */
  readonly bytes: number | null;
  /** Of the blob to which the layer link leads. */
  readonly linked_bytes: number | null;
}

/**
 * What images need and their repository cannot serve: each blob needs a layer link in the same repository and the blob to
 * which it leads. The order of the join is fixed: through the revisions once, which is how the tables are sorted.
 */
const NEEDS_SQL = `SELECT revision.repository_id, revision.blob_id AS revision, needed.id AS needed, needed.bytes,
    linked.bytes AS linked_bytes
  FROM revision CROSS JOIN reference ON reference.manifest_id = revision.target_id
    LEFT JOIN layer_link
      ON layer_link.repository_id = revision.repository_id AND layer_link.blob_id = reference.blob_id
    LEFT JOIN blob AS needed ON needed.id = reference.blob_id
    LEFT JOIN blob AS linked ON linked.id = layer_link.target_id
  WHERE reference.kind IN ('config', 'layer') AND reference.is_foreign = 0
    AND (layer_link.target_id IS NOT reference.blob_id
      OR reference.blob_id IN (SELECT id FROM blob WHERE bytes IS NULL))`;
