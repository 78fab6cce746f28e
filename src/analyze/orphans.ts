import type { Contents } from '../contents/contents.ts';
import { contentsOf } from '../contents/contents-of.ts';
import type { LoadedBlob } from '../contents/load-blobs.ts';
import type { Repository } from '../contents/repositories/repository.ts';
import { BLOB_STATES, type BlobState } from '../inventory/format/schema.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { compareBytewise, toName } from './names.ts';
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
  const youngSince = inventory.scan.scanned_at - (options.minAgeMs ?? DEFAULT_MIN_AGE_MS) * 1000;
  const contents = contentsOf(inventory);
  const found = [...contents.blobs.inState(options.untagged === true ? 'untagged' : 'unreferenced')];
  const linkedFrom = linksByBlob(contents, found);
  const blobs = found.map(({ id, digest, bytes, modifiedAt, state }): Orphan => {
    return {
      digest,
      bytes,
      modifiedAt: isoTime(modifiedAt),
      young: modifiedAt > youngSince,
      state: BLOB_STATES[state] as BlobState,
      linkedFrom: (linkedFrom.get(id) as string[]).sort(compareBytewise),
    };
  });
  blobs.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  return {
    ...certaintyOf(trustIn(inventory), options.untagged === true),
    totals: sumUp(contents, found, youngSince),
    blobs,
  };
}

function sumUp({ blobs }: Contents, found: readonly LoadedBlob[], youngSince: number): Orphans['totals'] {
  const [young, old] = [new Map<number, number>(), new Map<number, number>()];
  for (const { id, bytes, modifiedAt } of found) (modifiedAt > youngSince ? young : old).set(id, bytes);
  const free = (sizes: ReadonlyMap<number, number>) =>
    blobs.files.freed(
      sizes.keys(),
      (blob) => sizes.get(blob) ?? 0,
      (blob) => sizes.has(blob),
    );
  const { bytes, namedElsewhere } = free(old);
  const left = { youngBlobs: young.size, youngBytes: free(young).bytes };
  return { blobs: old.size, bytes, ...left, ...(namedElsewhere > 0 && { namedElsewhere }) };
}

/** Names of repositories with a layer link in a blob's directory, or one that says it. */
function linksByBlob({ repositories }: Contents, blobs: readonly LoadedBlob[]): Map<number, string[]> {
  const linking = new Map(blobs.map(({ id }) => [id, new Set<Repository>()]));
  for (const repository of repositories) {
    const { directories, unhealthy } = repository.layerLinks;
    for (const directory of directories) linking.get(directory)?.add(repository);
    for (const { target } of unhealthy.values()) if (target !== null) linking.get(target)?.add(repository);
  }
  const nameOf = ({ storedName }: Repository) => toName(storedName).name;
  return new Map([...linking].map(([blob, repositories]) => [blob, [...repositories].map(nameOf)]));
}
