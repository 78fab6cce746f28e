import type { Certainty } from '../analyze/trust/trust.ts';
import type { Identity } from '../analyze/where/identity.ts';
import type { Whereabouts } from '../analyze/where/where.ts';
import type { Deletion } from '../gc/freeing/deletions.ts';
import type { FreeingIn } from '../gc/freeing/what-frees.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import {
  type CutLists,
  cutList,
  cutOffOf,
  type List,
  type ListOptions,
  limitOf,
  listOf,
  sumOfLists,
} from './lists.ts';
import { limitOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after a digest. */
export interface WhereOptions extends ListOptions {
  /** A digest, or the beginning of one: `sha256:4f4ff`, `4f4ff`. */
  readonly digest: string;
}

/** What a digest is, who has it and what would free it; or what begins so, where that is more than one. */
export type WhereAnswer = WhereOne | WhereSeveral;

/** Several digests begin so. */
export interface WhereSeveral extends Answered {
  readonly beginning: string;
  readonly matches: List<DigestMatch>;
}

/** One of several digests. */
export type DigestMatch = Pick<Identity, 'digest' | 'bytes' | 'state' | 'kind' | 'mediaType'>;

/** One digest. */
export interface WhereOne extends Answered {
  readonly identity: Identity;
  readonly holders: List<Whereabouts['holders'][number]>;
  readonly namedBy: List<Whereabouts['namedBy'][number]>;
  readonly attached: List<Whereabouts['attached'][number]>;
  readonly subjects: readonly string[];
  readonly toFree: readonly FreeingAnswer[];
  readonly certainty: Certainty;
  /** When the volume was scanned, in ISO 8601: ages are told from then. */
  readonly scannedAt: string;
}

/** What frees a blob in registries of some families. */
export interface FreeingAnswer extends Omit<FreeingIn, 'delete'> {
  readonly delete: List<Deletion>;
  /** In how many repositories something is to be deleted, and how many tags go with it. */
  readonly repositories: number;
  readonly tags: number;
}

/** A digest, as programs get it. */
export type WhereJson = WhereOneJson | WhereSeveralJson;

/** Several digests that begin so, as programs get them. */
interface WhereSeveralJson extends CutLists {
  readonly beginning: string;
  readonly matches: readonly DigestMatch[];
}

/** One digest, as programs get it. */
interface WhereOneJson extends Whereabouts, Certainty, CutLists {
  /** Empty where no blob is there. */
  readonly toFree: readonly CountedFreeing[];
}

/** What frees a blob, and how much that deletes, whatever was cut off of the list. */
interface CountedFreeing extends FreeingIn {
  readonly manifests: number;
  readonly repositories: number;
  readonly tags: number;
}

const FOR_PEOPLE = { limit: 10 } as const;
const MATCHES_FOR_PEOPLE = { limit: 20 } as const;

/** What a digest is, who holds it, and what would free it. */
export const whereQuestion: Question<'where', WhereOptions, WhereAnswer, WhereJson> = {
  name: 'where',
  options: {
    ...orderOptions(['name', 'bytes', 'tags']),
    limit: limitOption(FOR_PEOPLE.limit, 'rows of each list'),
  },
  async ask(inventory, options) {
    const { findDigests } = await import('../analyze/where/find-digest.ts');
    const found = findDigests(inventory, options.digest);
    const [only] = found;
    const blobs = found.map(({ blob }) => blob);
    return only !== undefined && found.length === 1
      ? askOne(inventory, only.blob, options)
      : listMatches(inventory, blobs, options);
  },
  json(answer) {
    if ('matches' in answer) {
      const { beginning, matches } = answer;
      return { beginning, matches: matches.rows, ...cutOffOf({ matches }) };
    }
    const { identity, holders, namedBy, attached, subjects, toFree, certainty } = answer;
    return {
      ...identity,
      holders: holders.rows,
      namedBy: namedBy.rows,
      attached: attached.rows,
      subjects,
      toFree: toFree.map(({ families, by, delete: deletions, obstacles, frees, aborts, ...sums }) => {
        const { repositories, tags } = sums;
        const counts = { manifests: deletions.count, repositories, tags };
        return { families, by, ...counts, delete: deletions.rows, obstacles, frees, aborts };
      }),
      ...certainty,
      ...cutOffOf({
        holders,
        namedBy,
        attached,
        delete: sumOfLists(toFree.map((freeing) => freeing.delete)),
      }),
    };
  },
};

async function askOne(inventory: Inventory, blob: number, options: WhereOptions): Promise<WhereOne> {
  const [{ whereIs }, { whatFrees }, { certaintyOf, trustIn }, { isoTime }] = await Promise.all([
    import('../analyze/where/where.ts'),
    import('../gc/freeing/what-frees.ts'),
    import('../analyze/trust/trust.ts'),
    import('../analyze/times.ts'),
  ]);
  const { holders, namedBy, attached, subjects, ...identity } = whereIs(inventory, blob);
  return {
    ...answered(inventory),
    identity,
    holders: listOf(holders, options, FOR_PEOPLE),
    namedBy: listOf(namedBy, options, FOR_PEOPLE),
    attached: listOf(attached, options, FOR_PEOPLE),
    subjects,
    toFree: whatFrees(inventory, blob).map((freeing) =>
      describeFreeing(freeing, limitOf(options, FOR_PEOPLE.limit)),
    ),
    // Whoever seems to have it no more may have it, and what seems to be deleted for it may be in use.
    certainty: certaintyOf(trustIn(inventory), true),
    scannedAt: isoTime(inventory.scan.scanned_at),
  };
}

function describeFreeing({ delete: deletions, ...freeing }: FreeingIn, limit: number): FreeingAnswer {
  return {
    ...freeing,
    delete: cutList(deletions, limit),
    repositories: new Set(deletions.map(({ repository }) => repository)).size,
    tags: deletions.reduce((sum, { tags }) => sum + tags.length, 0),
  };
}

async function listMatches(
  inventory: Inventory,
  blobs: readonly number[],
  options: WhereOptions,
): Promise<WhereSeveral> {
  const { identifyAll } = await import('../analyze/where/identity.ts');
  const describe = (some: readonly number[]) =>
    identifyAll(inventory, some).map(({ digest, bytes, state, kind, mediaType }): DigestMatch => {
      return { digest, bytes, state, kind, mediaType };
    });
  const { sort = 'name', reverse } = options;
  if (sort !== 'name') {
    const matches = listOf(describe(blobs), options, MATCHES_FOR_PEOPLE);
    return { ...answered(inventory), beginning: options.digest, matches };
  }
  // By name they come sorted, and there may be many: only those that are shown are looked up.
  const limit = limitOf(options, MATCHES_FOR_PEOPLE.limit);
  const { rows, ...list } = cutList(reverse ? blobs.toReversed() : blobs, limit);
  return { ...answered(inventory), beginning: options.digest, matches: { rows: describe(rows), ...list } };
}
