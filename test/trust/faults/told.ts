import {
  ask,
  findOrphans,
  type Inventory,
  predictCollection,
  type RegistryFamily,
  UsageError,
} from '../../../src/index.ts';
import { problemsOf } from '../../support/problems-of.ts';

const FAMILIES: readonly RegistryFamily[] = ['2.7-2.8', '3.x'];

/** What stowage says of a volume by which somebody may delete. */
export interface Told {
  readonly complete: boolean;
  readonly problems: readonly string[];
  /** Blobs that are called unreferenced; undefined where that is undetermined. */
  readonly orphans: readonly string[] | undefined;
  /** What a collection would take, by its kind; undefined where that is undetermined. */
  readonly collected: Readonly<Record<string, readonly string[] | undefined>>;
  /** What a plan would delete, by its rule; undefined where it is refused. */
  readonly planned: Readonly<Record<string, readonly string[] | undefined>>;
  /** All else that is told in numbers. */
  readonly sums: unknown;
}

/** Asks an inventory all that somebody may delete by. */
export async function tellOf(inventory: Inventory): Promise<Told> {
  const orphans = findOrphans(inventory, { minAgeMs: 0 });
  return {
    complete: inventory.scan.is_complete === 1,
    problems: problemsOf(inventory),
    orphans: orphans.undetermined ? undefined : orphans.blobs.map(({ digest }) => digest),
    // Where all is undetermined, what is left to be said is alike for both.
    collected: Object.fromEntries(
      FAMILIES.slice(orphans.undetermined ? 1 : 0).flatMap((family) => collections(inventory, family)),
    ),
    planned: await plans(inventory, orphans.undetermined ? { registry: '3.1' } : {}),
    sums: inventory.scan.is_complete === 1 ? await ask.usage(inventory, {}) : undefined,
  };
}

function collections(inventory: Inventory, family: RegistryFamily) {
  return [false, true].map((deleteUntagged) => {
    const predicted = predictCollection(inventory, { registry: family, family, deleteUntagged });
    const manifests = predicted.manifests.map(({ repository, digest }) => `${repository}@${digest}`);
    const goes = predicted.undetermined ? undefined : [...predicted.blobs, ...manifests];
    return [`${family} ${deleteUntagged ? '-m' : ''}`, goes] as const;
  });
}

const RULES = {
  keepLast: { keepLast: 1, untagged: true },
  untagged: { untaggedOnly: true },
} as const;

async function plans(
  inventory: Inventory,
  registry: { readonly registry?: string },
): Promise<Told['planned']> {
  const made = Object.entries(RULES).map(async ([name, rule]) => {
    const options = { ...rule, ...registry, minAge: 0, protectLatest: false };
    try {
      const answer = await ask.plan(inventory, options);
      return [name, deletions(answer)] as const;
    } catch (error) {
      if (error instanceof UsageError) return [name, undefined] as const;
      throw error;
    }
  });
  return Object.fromEntries(await Promise.all(made));
}

function deletions(answer: Awaited<ReturnType<typeof ask.plan>>): string[] {
  if ('explanation' in answer) throw new TypeError('Nobody asked for an explanation.');
  return ('plans' in answer ? answer.plans : [answer]).flatMap((plan) =>
    plan.delete.flatMap(({ repository, digest, tag, tags }) =>
      [digest, ...(tag === undefined ? tags : [tag])].map((each) => `${plan.family} ${repository} ${each}`),
    ),
  );
}
