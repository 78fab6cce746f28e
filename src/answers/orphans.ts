import type { Orphan, OrphanOptions, Orphans } from '../analyze/orphans.ts';
import { isoTime } from '../analyze/times.ts';
import type { InspectOptions } from '../inspect/inspect.ts';
import type { Unread } from '../inspect/inspection.ts';
import type { OrphanManifest } from '../inspect/orphans/find-orphan-manifests.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type CutLists, cutOffOf, type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, minAgeOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after unreferenced blobs. */
export interface OrphansOptions extends ListOptions, OrphanOptions, InspectOptions {
  /**
   * Read the blobs, and tell which are manifests: it needs the volume.
   * @default false
   */
  readonly manifests?: boolean;
}

/** A blob that nothing refers to, and what it is where it was read as a manifest. */
interface ReadableOrphan extends Orphan {
  readonly manifest?: OrphanManifest;
}

/** A manifest in a list of its own: its bytes are those of all that it leads to. */
export interface OrphanManifestRow extends OrphanManifest {
  readonly digest: string;
  readonly modifiedAt: string;
}

/** What was read of blobs as manifests. */
interface ReadManifests {
  readonly count: number;
  readonly whole: number;
  /** Those that no other of them lists. */
  readonly list: List<OrphanManifestRow>;
  readonly unread: readonly Unread[];
}

/** Blobs that nothing refers to. */
export interface OrphansAnswer extends Answered, Omit<Orphans, 'blobs'> {
  readonly blobs: List<ReadableOrphan>;
  /** True where untagged blobs are among them, also among those that were cut off. */
  readonly hasUntagged: boolean;
  /** True where half of the volume is not there, so that no sum says anything. */
  readonly isHalfMissing: boolean;
  /** When the volume was scanned, in ISO 8601: ages are told from then. */
  readonly scannedAt: string;
  /** Only where they were asked for. */
  readonly manifests?: ReadManifests;
}

/** Blobs that nothing refers to, as programs get them. */
export interface OrphansJson extends CutLists, Omit<Orphans, 'blobs'> {
  readonly blobs: readonly ReadableOrphan[];
  /** How many of all blobs are manifests, and how many of these are whole; only where they were asked for. */
  readonly manifests?: { readonly count: number; readonly whole: number };
  /** Blobs that could not be read, or were not to be believed; only where manifests were asked for. */
  readonly unread?: readonly Unread[];
}

const FOR_PEOPLE = { limit: 20, sort: 'bytes' } as const;

/** What nothing refers to. */
export const orphansQuestion: Question<'orphans', OrphansOptions, OrphansAnswer, OrphansJson> = {
  name: 'orphans',
  options: {
    untagged: { flags: '--untagged', description: 'and those that only untagged manifests hold' },
    minAgeMs: minAgeOption('younger blobs may be a push in flight'),
    manifests: {
      flags: '--manifests',
      description: 'which of them are manifests, and of what; reads the volume',
    },
    ...orderOptions(['name', 'bytes', 'age']),
    limit: limitOption(FOR_PEOPLE.limit),
  },
  async ask(inventory, options) {
    const [{ findOrphans }, { isHalfMissing }] = await Promise.all([
      import('../analyze/orphans.ts'),
      import('../analyze/trust/trust.ts'),
    ]);
    const { blobs, ...rest } = findOrphans(inventory, options);
    const read = options.manifests === true ? await readManifests(inventory, blobs, options) : undefined;
    const isUnreadable = read?.manifests.unread.some(({ code }) => code === 'unreadable') === true;
    return {
      ...answered(inventory, (isUnreadable ? EXIT_CODES.incomplete : EXIT_CODES.done).code),
      ...rest,
      blobs: listOf(read?.blobs ?? blobs, options, FOR_PEOPLE),
      hasUntagged: blobs.some(({ state }) => state === 'untagged'),
      isHalfMissing: isHalfMissing(rest),
      scannedAt: isoTime(inventory.scan.scanned_at),
      ...(read !== undefined && { manifests: read.manifests }),
    };
  },
  json({ undetermined, caveats, totals, blobs, manifests }) {
    return {
      undetermined,
      ...(caveats !== undefined && { caveats }),
      totals,
      ...(manifests !== undefined && { manifests: { count: manifests.count, whole: manifests.whole } }),
      blobs: blobs.rows,
      ...cutOffOf({ blobs }),
      ...(manifests !== undefined && { unread: manifests.unread }),
    };
  },
};

async function readManifests(
  inventory: Inventory,
  orphans: readonly Orphan[],
  options: OrphansOptions,
): Promise<{ blobs: ReadableOrphan[]; manifests: ReadManifests }> {
  const { findOrphanManifests } = await import('../inspect/orphans/find-orphan-manifests.ts');
  const { manifests, unread } = findOrphanManifests(inventory, orphans, options);
  const blobs = orphans.map((orphan): ReadableOrphan => {
    const manifest = manifests.get(orphan.digest);
    return manifest === undefined ? orphan : { ...orphan, manifest };
  });
  const rows = blobs.flatMap(({ digest, modifiedAt, manifest }) =>
    manifest === undefined || manifest.listedBy !== undefined ? [] : [{ ...manifest, digest, modifiedAt }],
  );
  const all = [...manifests.values()];
  const list = listOf(rows, options, FOR_PEOPLE);
  return {
    blobs,
    manifests: { count: all.length, whole: all.filter(({ whole }) => whole).length, list, unread },
  };
}
