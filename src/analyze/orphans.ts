import { loadColumns } from '../inventory/format/packed-columns.ts';
import { forEachRow } from '../inventory/format/read-numbers.ts';
import { BLOB_STATES, type BlobState, IS_NOT_TAGGED, IS_ODD_LINK } from '../inventory/format/schema.ts';
import { type LoadedBlob, loadBlobs } from '../inventory/read/load-blobs.ts';
import { loadSharedFiles } from '../inventory/read/load-shared-files.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { compareBytewise, type StoredName, toName } from './names.ts';
import { DEFAULT_MIN_AGE_MS, isoTime } from './times.ts';
import { type Caveat, certaintyOf, trustIn } from './trust/trust.ts';

/** Options of {@link findOrphans}. */
export interface OrphanOptions {
  /**
   * List blobs too that only untagged manifests hold.
   * @default false
   */
  readonly untagged?: boolean;
  /**
   * A blob modified less than this before the scan may belong to a push in flight: it is young.
   * @default 24 hours
   */
  readonly minAgeMs?: number;
}

export interface Orphan {
  readonly digest: string;
  readonly bytes: number;
  readonly modifiedAt: string;
  readonly young: boolean;
  readonly state: BlobState;
  /** Repositories that have a layer link to it: where it came from. */
  readonly linkedFrom: readonly string[];
}

export interface Orphans {
  /** True where references may have been missed: then an unreferenced blob may be none. */
  readonly undetermined: boolean;
  /** Why; only where it is. */
  readonly caveats?: readonly Caveat[];
  /** Blobs and bytes leave out the young. Bytes are what becomes free: nothing where a file has a name that stays. */
  readonly totals: {
    readonly blobs: number;
    readonly bytes: number;
    readonly youngBlobs: number;
    readonly youngBytes: number;
    /** Blobs, without the young, whose file has another name that stays; set where there are such. */
    readonly namedElsewhere?: number;
  };
  /** Sorted by digest. */
  readonly blobs: readonly Orphan[];
}

/** Finds blobs that nothing refers to. */
export function findOrphans(inventory: Inventory, options: OrphanOptions = {}): Orphans {
  const highestState = options.untagged === true ? BLOB_STATES.indexOf('untagged') : 0;
  const youngSince = inventory.scan.scanned_at - (options.minAgeMs ?? DEFAULT_MIN_AGE_MS) * 1000;
  const found = [...loadBlobs(inventory.database, `${IS_NOT_TAGGED} AND state <= ?`, highestState)];
  const linkedFrom = linksByBlob(inventory, found);
  const blobs = found.map(({ id, digest, bytes, modifiedAt, state }): Orphan => {
    return {
      digest,
      bytes,
      modifiedAt: isoTime(modifiedAt),
      young: modifiedAt > youngSince,
      state: BLOB_STATES[state] as BlobState,
      linkedFrom: (linkedFrom.get(id) ?? []).sort(compareBytewise),
    };
  });
  blobs.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  return {
    ...certaintyOf(trustIn(inventory), options.untagged === true),
    totals: sumUp(inventory, found, youngSince),
    blobs,
  };
}

function sumUp({ database }: Inventory, found: readonly LoadedBlob[], youngSince: number): Orphans['totals'] {
  const files = loadSharedFiles(database);
  const [young, old] = [new Map<number, number>(), new Map<number, number>()];
  for (const { id, bytes, modifiedAt } of found) (modifiedAt > youngSince ? young : old).set(id, bytes);
  const free = (sizes: ReadonlyMap<number, number>) =>
    files.freed(
      sizes.keys(),
      (blob) => sizes.get(blob) ?? 0,
      (blob) => sizes.has(blob),
    );
  const { bytes, namedElsewhere } = free(old);
  const left = { youngBlobs: young.size, youngBytes: free(young).bytes };
  return { blobs: old.size, bytes, ...left, ...(namedElsewhere > 0 && { namedElsewhere }) };
}

/** Names of repositories with a layer link in a blob's directory, or one that says it. */
function linksByBlob({ database }: Inventory, blobs: readonly LoadedBlob[]): Map<number, string[]> {
  const repositories = new Map(blobs.map(({ id }) => [id, new Set<number>()]));
  const links = loadColumns(database, 'layer_link');
  for (const [at, blob] of links.blob_id.entries())
    repositories.get(blob)?.add(links.repository_id[at] as number);
  const elsewhere = `layer_link WHERE ${IS_ODD_LINK} AND target_id <> blob_id`;
  forEachRow(database, ['repository_id', 'target_id'], elsewhere, (repository, blob) =>
    repositories.get(blob)?.add(repository),
  );
  const names = database
    .prepare<[], { id: number; name: StoredName }>('SELECT id, name FROM repository')
    .all();
  const nameById = new Map(names.map(({ id, name }) => [id, toName(name).name]));
  return new Map(
    [...repositories].map(([blob, ids]) => [blob, [...ids].flatMap((id) => nameById.get(id) ?? [])]),
  );
}
