import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { namedAs } from '../names.ts';
import { isoTime } from '../times.ts';
import { type ChurnRow, type Duplicates, diffIdOf, imagesOf } from './find-duplicates.ts';
import type { HeldBy, HolderCounts } from './holders.ts';

/** A content that layers hold under several digests. */
export interface DuplicateContent extends HolderCounts {
  readonly diffId: string;
  /** The line of the history that made it; null where none is known. */
  readonly createdBy: string | null;
  readonly images: number;
  readonly bytes: number;
  /** What keeping only the largest would free. */
  readonly savedBytes: number;
  /** The largest first. */
  readonly layers: readonly DuplicateLayer[];
}

/** One of the layers that hold it. */
export interface DuplicateLayer extends HolderCounts {
  readonly digest: string;
  readonly bytes: number;
  /** As manifests say it; null where none does. */
  readonly mediaType: string | null;
  /** By the media type. */
  readonly compression: 'gzip' | 'zstd' | 'none' | 'unknown';
  readonly images: number;
  readonly heldBy: readonly HeldBy[];
}

/** A step of a build that made several layers. */
export interface Churn extends HolderCounts {
  /** The line of the history without what is of one build. */
  readonly step: string;
  /** The repository that the images' labels name; null where they name none, or the layers are of several. */
  readonly source: string | null;
  /** In place of it the repository that alone holds the images; null where several do. */
  readonly repository: string | null;
  readonly repositoryBase64?: string;
  readonly digests: number;
  /** How many of these differ in what they hold, and not only in how it is compressed. */
  readonly contents: number;
  readonly images: number;
  readonly bytes: number;
  /** When the first and the last of them were pushed; null where that is not known. */
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Bytes of all but the first by days between first and last; null where that is less than a day, or not known. */
  readonly bytesPerDay: number | null;
  readonly heldBy: readonly HeldBy[];
}

/** Spells out contents with their layers. */
export function describeContents(
  inventory: Inventory,
  { known, holders }: Duplicates,
  rows: Duplicates['contents'],
): DuplicateContent[] {
  const { blobs } = contentsOf(inventory);
  const { database } = inventory;
  const lineOf = database.prepare<[number], string>('SELECT line FROM history_line WHERE id = ?').pluck();
  const typeOf = database.prepare<[number], string | null>(MEDIA_TYPE_SQL).pluck();
  return rows.map(({ content, layers, ...row }) => {
    const [largest] = layers;
    const line =
      largest === undefined ? 0 : layers.map((each) => known.lines[each] as number).find((id) => id !== 0);
    return {
      diffId: diffIdOf(known, { content }),
      createdBy: lineOf.get(line ?? 0) ?? null,
      images: row.images,
      repositories: row.repositories,
      tags: row.tags,
      bytes: row.bytes,
      savedBytes: row.savedBytes,
      layers: layers.map((layer) => {
        const images = imagesOf(known, [layer]);
        const mediaType = typeOf.get(layer) ?? null;
        return {
          digest: blobs.digestOf(layer),
          bytes: blobs.bytesOf(layer),
          mediaType,
          compression: compressionOf(mediaType),
          images: images.size,
          ...holders.count(images),
          heldBy: holders.name(images),
        };
      }),
    };
  });
}

/** Spells out steps. */
export function describeChurn(
  inventory: Inventory,
  { holders }: Duplicates,
  rows: readonly ChurnRow[],
): Churn[] {
  const repositories = new Map(contentsOf(inventory).repositories.map((each) => [each.id, each.storedName]));
  return rows.map(({ group, images, ...row }) => {
    const { step, origin, layers, contents, first, last, bytesPerDay } = group;
    const name = origin.of === 'repository' ? repositories.get(origin.repository) : undefined;
    return {
      step,
      source: origin.of === 'source' ? origin.source : null,
      ...(name === undefined ? { repository: null } : namedAs('repository', name)),
      digests: layers.length,
      contents,
      images,
      repositories: row.repositories,
      tags: row.tags,
      bytes: row.bytes,
      firstAt: first === undefined ? null : isoTime(first),
      lastAt: last === undefined ? null : isoTime(last),
      bytesPerDay: bytesPerDay ?? null,
      heldBy: holders.name(group.images),
    };
  });
}

/** The first by name, where manifests disagree. */
const MEDIA_TYPE_SQL = `SELECT min(media_type.name) FROM reference JOIN media_type ON media_type.id = media_type_id
  WHERE reference.blob_id = ? AND kind = 'layer'`;

function compressionOf(mediaType: string | null): DuplicateLayer['compression'] {
  if (mediaType === null) return 'unknown';
  if (/[+.]zstd$/.test(mediaType)) return 'zstd';
  if (/[+.]gzip$/.test(mediaType)) return 'gzip';
  return /\.tar$/.test(mediaType) ? 'none' : 'unknown';
}
