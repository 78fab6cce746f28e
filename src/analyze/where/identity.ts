import type { Contents } from '../../contents/contents.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { BLOB_STATES, type BlobState } from '../../inventory/format/schema.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { isManifestType } from '../../registry/manifest/media-types.ts';
import { groupBy } from '../group-by.ts';
import { compareBytewise } from '../names.ts';
import { DEFAULT_MIN_AGE_MS, isoTime } from '../times.ts';
import { findMentions, type Mention } from './mentions.ts';

/** What a digest is. */
export interface Identity {
  readonly digest: string;
  /** null where no blob is there. */
  readonly bytes: number | null;
  /**
   * `missing`: named, and not there. `foreign`: not there, and not to be: whoever names it says where else to fetch it.
   * `other-name`: not there under this digest, but under another.
   */
  readonly state: BlobState | 'missing' | 'foreign' | 'other-name';
  /**
   * Of a manifest what it is to its owner: `image`, `index`, `signature`... Of other blobs what manifests have it as:
   * `layer`, `config`, or `manifest` for one that was not read. `unknown` where nothing says.
   */
  readonly kind: string;
  /** As it says itself, or what names it; null where neither says any. */
  readonly mediaType: string | null;
  /** When the blob was written; null where none is there. */
  readonly modifiedAt: string | null;
  /** Written less than 24 hours before the scan. */
  readonly young: boolean;
  /** Where it is another name of blobs: their digests. */
  readonly storedAs?: readonly string[];
  /** Other digests of it. */
  readonly otherNames?: readonly string[];
  /** Other blobs that are the same file: it is freed when all of them go. */
  readonly sameFileAs?: readonly string[];
  /** Set where its file has a name that is no blob's: it is freed by nothing. */
  readonly namedElsewhere?: true;
}

/** Tells what digests are, by blob id; `found` is of all manifests that name one of them. */
export function identifyAll(
  inventory: Inventory,
  ids: readonly number[],
  found: readonly Mention[] = findMentions(inventory, ids),
): Identity[] {
  const contents = contentsOf(inventory);
  const { database } = inventory;
  const mentions = groupBy(found, ({ blob }) => blob);
  const linked = linkedAmong(contents, new Set(ids));
  const rowOf = database.prepare<[number], Row>(ROW_SQL);
  contents.blobs.learn(ids, 'unreferenced');
  return ids.map((id) =>
    identify(contents, id, {
      row: rowOf.get(id) as Row,
      mentions: mentions.get(id) ?? [],
      isLinked: linked.has(id),
    }),
  );
}

/** What is known of a digest. */
interface Known {
  readonly row: Row;
  readonly mentions: readonly Mention[];
  /** True where a tag or revision is of this very digest. */
  readonly isLinked: boolean;
}

function identify(contents: Contents, blob: number, { row, mentions, isLinked }: Known): Identity {
  const { blobs, inventory } = contents;
  const youngSince = inventory.scan.scanned_at - DEFAULT_MIN_AGE_MS * 1000;
  const storedAs = [...(contents.aliases.get(blob) ?? [])];
  return {
    digest: blobs.digestOf(blob),
    bytes: row.bytes,
    state: stateOf(row, storedAs.length > 0, mentions),
    kind: row.kind ?? kindFrom(mentions, isLinked),
    mediaType: row.mediaType ?? mediaTypeFrom(mentions),
    modifiedAt: row.bytes === null ? null : isoTime(row.modifiedAt ?? 0),
    young: row.bytes !== null && (row.modifiedAt ?? 0) > youngSince,
    ...namesOf(contents, blob, storedAs),
  };
}

/** What manifests call it: where they differ the first by name, so that it is the same after every scan. */
function mediaTypeFrom(mentions: readonly Mention[]): string | null {
  const types = mentions.flatMap(({ mediaType }) => mediaType ?? []);
  return types.sort(compareBytewise)[0] ?? null;
}

interface Row {
  readonly bytes: number | null;
  readonly modifiedAt: number | null;
  readonly state: number | null;
  readonly kind: string | null;
  readonly mediaType: string | null;
}

const ROW_SQL = `SELECT bytes, modified_at AS modifiedAt, state, kind, media_type.name AS mediaType
  FROM blob LEFT JOIN manifest ON manifest.blob_id = blob.id LEFT JOIN media_type ON media_type.id = media_type_id
  WHERE blob.id = ?`;

/** Those of some digests that a tag or revision is of. */
function linkedAmong({ repositories }: Contents, ids: ReadonlySet<number>): Set<number> {
  const linked = new Set<number>();
  for (const { tags, revisions } of repositories)
    for (const named of [tags.targets, revisions.directories])
      for (let at = 0; at < named.length; at++)
        if (ids.has(named[at] as number)) linked.add(named[at] as number);
  return linked;
}

function stateOf(
  { bytes, state }: Row,
  isOtherName: boolean,
  mentions: readonly Mention[],
): Identity['state'] {
  if (bytes !== null) return BLOB_STATES[state ?? 0] as BlobState;
  if (isOtherName) return 'other-name';
  return mentions.length > 0 && mentions.every(({ isForeign }) => isForeign) ? 'foreign' : 'missing';
}

/** What it is to those that name it: an index may list a layer among its manifests, as BuildKit's caches do. */
function kindFrom(mentions: readonly Mention[], isLinked: boolean): string {
  if (isLinked) return 'manifest';
  const kinds = new Set(
    mentions.map(({ as, mediaType }) =>
      as === 'manifest' && !isManifestType(mediaType ?? '') ? 'layer' : as,
    ),
  );
  return ['manifest', 'config', 'layer'].find((kind) => kinds.has(kind)) ?? 'unknown';
}

function namesOf(
  { blobs, aliases }: Contents,
  blob: number,
  storedAs: readonly number[],
): Pick<Identity, 'storedAs' | 'otherNames' | 'sameFileAs' | 'namedElsewhere'> {
  const otherNames = [...aliases].flatMap(([name, stored]) => (stored.has(blob) ? [name] : []));
  const others = blobs.files.othersOf(blob);
  const digests = (ids: readonly number[]) => ids.map((id) => blobs.digestOf(id)).sort();
  return {
    ...(storedAs.length > 0 && { storedAs: digests(storedAs) }),
    ...(otherNames.length > 0 && { otherNames: digests(otherNames) }),
    ...(others.length > 0 && { sameFileAs: digests(others) }),
    ...(blobs.files.isNamedElsewhere(blob) && { namedElsewhere: true as const }),
  };
}
