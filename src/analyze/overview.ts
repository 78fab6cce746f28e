import { contentsOf } from '../contents/contents-of.ts';
import { forEachRow } from '../inventory/format/read-numbers.ts';
import { BLOB_STATES, IS_NOT_TAGGED } from '../inventory/format/schema.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { compareBytewise } from './names.ts';
import { type ScanSummary, summarizeScan } from './scan-summary.ts';
import { DEFAULT_MIN_AGE_MS, UPLOAD_PURGE_AGE_MS } from './times.ts';
import { findLoss, type Loss } from './trust/loss.ts';
import { type Caveat, certaintyOf, type Trust, trustIn } from './trust/trust.ts';
import { type RepositoryUsage, usage } from './usage/by-repository.ts';
import type { Totals } from './usage/totals.ts';

/** What a person wants to know first about a volume. */
export interface Overview {
  readonly scan: ScanSummary;
  readonly totals: Totals;
  /** Of blobs, as the file system gave them. */
  readonly allocatedBytes: number;
  /** The largest first. */
  readonly repositories: readonly RepositoryUsage[];
  /** What could go. Young blobs are left out of the sums. */
  readonly reclaimable: {
    /** True where one of the sums may hold what is in use: `caveats` says which, and why. */
    readonly undetermined: boolean;
    readonly caveats?: readonly Caveat[];
    readonly unreferenced: Amount;
    readonly young: Amount;
    readonly untagged: Amount;
    /**
     * Of the unreferenced and untagged, those that free nothing, because their file has another name that stays. Set
     * where there are such.
     */
    readonly namedElsewhere?: number;
    /** Begun more than 7 days before the scan or, where nothing says when, last written to before then. */
    readonly staleUploads: Amount;
  };
  /** Problems by code, most frequent first, with one path each. */
  readonly problems: ReadonlyArray<{ readonly code: string; readonly count: number; readonly path: string }>;
  /** Digests that manifests or links lead to and of which no blob is there. */
  readonly missing: { readonly blobs: number };
  /** True for a pull-through cache, where missing blobs are normal. */
  readonly isCache: boolean;
  /** Set where more than half is gone since the scan before. */
  readonly loss?: Loss;
}

/** Things and the bytes they take. */
export interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** The overview of an inventory. */
export function takeOverview(inventory: Inventory): Overview {
  const { totals, repositories } = usage(inventory);
  const largest = [...repositories].sort((a, b) => b.bytes - a.bytes || compareBytewise(a.name, b.name));
  const { database, scan } = inventory;
  const loss = findLoss(inventory);
  const trust = trustIn(inventory);
  return {
    scan: summarizeScan(inventory),
    totals,
    allocatedBytes: scan.allocated_bytes,
    repositories: largest,
    reclaimable: findReclaimable(inventory, trust),
    problems: database.prepare(PROBLEMS_SQL).all() as Overview['problems'],
    missing: { blobs: database.prepare(MISSING_SQL).pluck().get() as number },
    isCache: trust.isCache,
    ...(loss !== undefined && { loss }),
  };
}

function findReclaimable(inventory: Inventory, trust: Trust): Overview['reclaimable'] {
  const { database, scan } = inventory;
  const { sizes, unreferenced, untagged, young } = loadGarbage(inventory);
  const { files } = contentsOf(inventory).blobs;
  const sizeOf = (blob: number) => sizes.get(blob) ?? 0;
  const free = (blobs: ReadonlySet<number>) => files.freed(blobs, sizeOf, (blob) => blobs.has(blob));
  const old = new Set([...unreferenced, ...untagged]);
  const [first, all] = [free(unreferenced), free(old)];
  const staleSince = scan.scanned_at - UPLOAD_PURGE_AGE_MS * 1000;
  return {
    ...certaintyOf(trust, true),
    unreferenced: { count: unreferenced.size, bytes: first.bytes },
    young: { count: young.size, bytes: free(young).bytes },
    untagged: { count: untagged.size, bytes: all.bytes - first.bytes },
    staleUploads: database.prepare(STALE_SQL).get({ staleSince }) as Amount,
    ...(all.namedElsewhere > 0 && { namedElsewhere: all.namedElsewhere }),
  };
}

/** Blobs that could go, by what they are: the young, whatever their state, and the others. */
function loadGarbage({ database, scan }: Inventory) {
  const youngSince = scan.scanned_at - DEFAULT_MIN_AGE_MS * 1000;
  const sizes = new Map<number, number>();
  const [unreferenced, untagged, young] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const columns = ['id', 'bytes', 'modified_at', 'state'];
  forEachRow(database, columns, `blob WHERE ${IS_NOT_TAGGED}`, (id, bytes, modifiedAt, state) => {
    sizes.set(id, bytes);
    const old = state === UNREFERENCED ? unreferenced : untagged;
    (modifiedAt > youngSince ? young : old).add(id);
  });
  return { sizes, unreferenced, untagged, young };
}

const UNREFERENCED = BLOB_STATES.indexOf('unreferenced');

const PROBLEMS_SQL = `SELECT code, count(*) AS count, CAST(min(path) AS TEXT) AS path FROM problem
  GROUP BY code ORDER BY count(*) DESC, code`;

/**
 * Foreign layers live elsewhere, another name of a blob is no blob of its own, and children of an index without a link
 * of their own were never pushed.
 */
const MISSING_SQL = `WITH absent AS MATERIALIZED (SELECT id FROM blob WHERE bytes IS NULL AND repositories > 0)
  SELECT count(*) FROM absent WHERE id NOT IN (SELECT blob_id FROM reference WHERE is_foreign = 1)
    AND id NOT IN (SELECT named_id FROM alias)
    AND id IN (SELECT blob_id FROM reference WHERE kind <> 'manifest' AND blob_id IN (SELECT id FROM absent)
      UNION SELECT stored_id FROM alias JOIN reference ON reference.blob_id = named_id WHERE kind <> 'manifest'
      UNION SELECT blob_id FROM revision WHERE blob_id IN (SELECT id FROM absent)
      UNION SELECT target_id FROM revision WHERE target_id IN (SELECT id FROM absent)
      UNION SELECT target_id FROM tag WHERE target_id IN (SELECT id FROM absent))`;

const STALE_SQL = `SELECT count(*) AS count, coalesce(sum(bytes - named_elsewhere_bytes), 0) AS bytes
  FROM upload WHERE coalesce(started_at, modified_at) < @staleSince`;
