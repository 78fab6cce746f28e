import type { Certainty } from '../analyze/trust/trust.ts';
import type { KindUsage } from '../analyze/usage/by-kind.ts';
import type { NamespaceUsage } from '../analyze/usage/by-namespace.ts';
import type { RepositoryUsage, Usage } from '../analyze/usage/by-repository.ts';
import type { TagUsage } from '../analyze/usage/by-tag.ts';
import type { ManifestUsage } from '../analyze/usage/of-manifest.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { ALL_SORT_KEYS, type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** What disk usage is added up by. */
export type UsageBy = 'repository' | 'namespace' | 'tag' | 'kind';

/** Options of the question after disk usage. */
export interface UsageOptions extends ListOptions {
  /** Only this repository; with `by` repository one tag or manifest as well, with `by` tag those of it. */
  readonly reference?: string | undefined;
  /** @default 'repository' */
  readonly by?: UsageBy;
}

interface Rows {
  readonly repository: RepositoryUsage;
  readonly namespace: NamespaceUsage;
  readonly tag: TagUsage;
  readonly kind: KindUsage;
  readonly manifest: ManifestUsage;
}

/** Disk usage in rows of one sort. */
export interface UsageAnswerBy<By extends keyof Rows>
  extends Answered,
    Pick<Usage, 'totals' | 'namedElsewhere'> {
  readonly by: By;
  readonly list: List<Rows[By]>;
  /** Set where one tag or manifest was named: it is the only row. */
  readonly isOfOne?: true;
  readonly certainty: Certainty;
}

/** Disk usage; a manifest that was named is a row of its own sort. */
export type UsageAnswer = { [By in keyof Rows]: UsageAnswerBy<By> }[keyof Rows];

/** Disk usage, as programs get it. */
export interface UsageJson extends Partial<Certainty>, Pick<Usage, 'totals' | 'namedElsewhere'> {
  /** What the one list is of; absent where it is of repositories. */
  readonly by?: Exclude<keyof Rows, 'repository'>;
  readonly repositories?: readonly RepositoryUsage[];
  readonly namespaces?: readonly NamespaceUsage[];
  readonly tags?: readonly TagUsage[];
  readonly kinds?: readonly KindUsage[];
  readonly manifests?: readonly ManifestUsage[];
}

const CHOICES: readonly UsageBy[] = ['repository', 'namespace', 'tag', 'kind'];
const FOR_PEOPLE = { limit: 20, sort: 'bytes' } as const;
const LISTS = {
  repository: 'repositories',
  namespace: 'namespaces',
  tag: 'tags',
  kind: 'kinds',
  manifest: 'manifests',
} as const;

/** What takes the space: by repository, namespace, tag or kind, or of one tag or manifest. */
export const usageQuestion: Question<'usage', UsageOptions, UsageAnswer, UsageJson> = {
  name: 'usage',
  options: {
    by: { flags: '--by <what>', description: 'what to add up by', choices: CHOICES, default: 'repository' },
    ...orderOptions(ALL_SORT_KEYS),
    limit: limitOption(FOR_PEOPLE.limit),
  },
  validate({ reference, by }) {
    if (reference !== undefined && (by === 'namespace' || by === 'kind'))
      throw new UsageError(`--by ${by} adds up over all repositories: leave '${reference}' out.`);
  },
  async ask(inventory, options) {
    usageQuestion.validate?.(options);
    const [{ certaintyOf, trustIn }, { rows, by, ...rest }, notes] = await Promise.all([
      import('../analyze/trust/trust.ts'),
      addUp(inventory, options),
      notesOn(inventory, options),
    ]);
    return {
      ...answered(inventory),
      ...rest,
      by,
      list: listOf(rows, options, FOR_PEOPLE),
      // What deleting a repository would free, and what no tag leads to, depends on all references.
      certainty: certaintyOf(trustIn(inventory), true),
      notes,
    } as UsageAnswer;
  },
  json({ by, totals, list, namedElsewhere, certainty }) {
    return {
      ...(by !== 'repository' && { by }),
      totals,
      [LISTS[by]]: list.rows,
      ...(namedElsewhere !== undefined && { namedElsewhere }),
      ...(certainty.undetermined && certainty),
    };
  },
};

/** What an analysis found: the rows, of what sort they are, and what is said beside them. */
interface AddedUp extends Pick<Usage, 'totals' | 'namedElsewhere'> {
  readonly by: keyof Rows;
  readonly rows: ReadonlyArray<Rows[keyof Rows]>;
  readonly isOfOne?: true;
}

async function addUp(inventory: Inventory, { by = 'repository', reference }: UsageOptions): Promise<AddedUp> {
  switch (by) {
    case 'repository': {
      const one = reference === undefined ? undefined : await addUpOne(inventory, reference);
      if (one !== undefined) return one;
      const { usage } = await import('../analyze/usage/by-repository.ts');
      const { repositories: rows, ...rest } = usage(inventory, reference);
      return { by, rows, ...rest };
    }
    case 'namespace': {
      const { usageByNamespace } = await import('../analyze/usage/by-namespace.ts');
      const { namespaces: rows, ...rest } = usageByNamespace(inventory);
      return { by, rows, ...rest };
    }
    case 'tag':
      return addUpTags(inventory, reference);
    case 'kind': {
      const { usageByKind } = await import('../analyze/usage/by-kind.ts');
      const { kinds: rows, ...rest } = usageByKind(inventory);
      return { by, rows, ...rest };
    }
  }
}

async function addUpTags(inventory: Inventory, reference: string | undefined): Promise<AddedUp> {
  const { usageByTag } = await import('../analyze/usage/by-tag.ts');
  const { tags: rows, ...rest } = usageByTag(inventory, reference);
  return { by: 'tag', rows, ...rest };
}

/** The usage of a tag or manifest, where that is what was named. */
async function addUpOne(inventory: Inventory, reference: string): Promise<AddedUp | undefined> {
  const { findReference } = await import('../analyze/reference/find-reference.ts');
  const found = findReference(inventory, reference);
  if (found.names === 'repository') return undefined;
  if (found.names === 'tag') return { ...(await addUpTags(inventory, reference)), isOfOne: true };
  const { usageOfManifest } = await import('../analyze/usage/of-manifest.ts');
  const { manifests: rows, ...rest } = usageOfManifest(inventory, found);
  return { by: 'manifest', rows, ...rest, isOfOne: true };
}

async function notesOn(inventory: Inventory, { reference }: UsageOptions): Promise<readonly string[]> {
  if (reference === undefined) return [];
  const { odditiesOf } = await import('./oddities.ts');
  return odditiesOf(inventory, [reference]);
}
