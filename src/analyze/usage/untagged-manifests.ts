import { contentsOf } from '../../contents/contents-of.ts';
import { Walk } from '../../graph/walk.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { isoTime } from '../times.ts';

/** A manifest of a repository to which none of its tags leads. */
export interface UntaggedManifest {
  readonly digest: string;
  /** Null where it could not be read as a manifest. */
  readonly kind: string | null;
  /** Of all that it leads to. */
  readonly bytes: number;
  /** When it was pushed to the repository. */
  readonly modifiedAt: string;
}

/** The manifests of a repository to which none of its tags leads, at any depth; by digest. */
export function untaggedManifests(inventory: Inventory, repositoryId: number): UntaggedManifest[] {
  const { graph, blobs, repositories } = contentsOf(inventory);
  const { bytesOf, files } = blobs.sized;
  const walk = new Walk(graph, blobs.highest);
  const tagged = new Set<number>();
  walk.begin();
  const targets = repositories.find(({ id }) => id === repositoryId)?.tags.targets ?? [];
  walk.visit(targets, (blob) => void tagged.add(blob));
  const rows = inventory.database.prepare<[number], Row>(SQL).all(repositoryId);
  return rows
    .filter(({ blob }) => !tagged.has(blob))
    .map(({ blob, digest, kind, modifiedAt }) => {
      let bytes = 0;
      walk.begin();
      walk.visit(
        [blob],
        files.once((each) => {
          bytes += bytesOf(each);
        }),
      );
      return { digest: digestText(digest), kind, bytes, modifiedAt: isoTime(modifiedAt) };
    })
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

interface Row {
  readonly blob: number;
  readonly digest: Buffer | string;
  readonly kind: string | null;
  readonly modifiedAt: number;
}

const SQL = `SELECT revision.blob_id AS blob, digest, manifest.kind, revision.modified_at AS modifiedAt
  FROM revision JOIN blob ON blob.id = revision.blob_id LEFT JOIN manifest ON manifest.blob_id = revision.blob_id
  WHERE repository_id = ?`;
