import type { Certainty } from '../analyze/trust/trust.ts';
import type { LayerUsage, UnnamedLayer } from '../analyze/usage/by-layer.ts';
import type { Usage } from '../analyze/usage/by-repository.ts';
import type { MatchedUsage } from '../analyze/usage/matched.ts';
import type { UntaggedManifest } from '../analyze/usage/untagged-manifests.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import {
  type CutLists,
  canOrder,
  cutOffOf,
  type List,
  type ListDefaults,
  type ListOptions,
  listOf,
  type SortKey,
} from './lists.ts';
import { limitOption, orderOptions, parsePositiveCount } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';
import { type AddedUp, addUp, type UsageBy, type UsageRows, type UsageScope } from './usage/add-up.ts';
import { LISTS } from './usage/list-keys.ts';
import { untaggedOf } from './usage/untagged-of.ts';

/** Options of the question after disk usage. */
export interface UsageOptions extends ListOptions, UsageScope {}

/** Disk usage in rows of one sort. */
export interface UsageAnswerBy<By extends keyof UsageRows>
  extends Answered,
    Pick<Usage, 'totals' | 'namedElsewhere'> {
  readonly by: By;
  readonly list: List<UsageRows[By]>;
  /** Set where one tag or manifest was named: it is the only row. */
  readonly isOfOne?: true;
  /** Set where patterns were given: what all that match take together. */
  readonly matched?: MatchedUsage;
  /** By tag of one repository: its manifests that no tag of it leads to. */
  readonly untagged?: List<UntaggedManifest>;
  /** Set for people who do not say how to order layers: the list is of those that are shared, this of the others. */
  readonly alone?: List<LayerUsage>;
  readonly certainty: Certainty;
}

/** Disk usage; a manifest that was named is a row of its own sort. */
export type UsageAnswer = { [By in keyof UsageRows]: UsageAnswerBy<By> }[keyof UsageRows];

/** Disk usage, as programs get it. */
export interface UsageJson extends CutLists, Partial<Certainty>, Pick<Usage, 'totals' | 'namedElsewhere'> {
  /** What the one list is of; absent where it is of repositories. */
  readonly by?: Exclude<keyof UsageRows, 'repository'>;
  readonly matched?: MatchedUsage;
  readonly repositories?: ReadonlyArray<UsageRows['repository']>;
  readonly namespaces?: ReadonlyArray<UsageRows['namespace']>;
  readonly tags?: ReadonlyArray<UsageRows['tag']>;
  readonly kinds?: ReadonlyArray<UsageRows['kind']>;
  readonly platforms?: ReadonlyArray<UsageRows['platform']>;
  readonly sources?: ReadonlyArray<UsageRows['source']>;
  readonly ages?: ReadonlyArray<UsageRows['age']>;
  readonly layers?: ReadonlyArray<UsageRows['layer']>;
  /** By tag of one repository: its manifests that no tag of it leads to. */
  readonly untagged?: readonly UntaggedManifest[];
  readonly manifests?: ReadonlyArray<UsageRows['manifest']>;
}

const CHOICES: readonly UsageBy[] = [
  'repository',
  'namespace',
  'tag',
  'kind',
  'platform',
  'source',
  'age',
  'layer',
];
const MATCHING: readonly UsageBy[] = ['repository', 'namespace', 'tag'];
const NAMING: readonly UsageBy[] = ['repository', 'tag', 'layer'];
const FOR_PEOPLE = 20;
const SORT_KEYS: readonly SortKey[] = [
  'name',
  'bytes',
  'unique',
  'shared',
  'fair-share',
  'tagged',
  'untagged',
  'uploads',
  'saved',
  'repositories',
  'images',
  'tags',
];

/** What takes the space: by repository, namespace, tag, kind, platform, source, age or layer, or of one tag or manifest. */
export const usageQuestion: Question<'usage', UsageOptions, UsageAnswer, UsageJson> = {
  name: 'usage',
  options: {
    by: { flags: '--by <what>', description: 'what to add up by', choices: CHOICES, default: 'repository' },
    match: {
      flags: '--match <pattern>',
      description: "only repositories that match, as in 'team/*/cache'; ** is any parts (repeatable)",
      default: [],
      isRepeatable: true,
    },
    depth: {
      flags: '--depth <n>',
      description: 'of how many parts of a name --by namespace makes one (default: 1)',
      parse: parsePositiveCount,
    },
    ...orderOptions(SORT_KEYS),
    limit: limitOption(FOR_PEOPLE),
  },
  validate({ reference, by = 'repository', match = [], depth }) {
    if (reference !== undefined && !NAMING.includes(by))
      throw new UsageError(`--by ${by} adds up over all repositories: leave '${reference}' out.`);
    if (match.length > 0 && !MATCHING.includes(by))
      throw new UsageError(`--by ${by} adds up over all repositories: leave --match out.`);
    if (match.length > 0 && reference !== undefined)
      throw new UsageError(
        `Both '${reference}' and --match say of which repositories: leave one of them out.`,
      );
    if (depth !== undefined && by !== 'namespace')
      throw new UsageError('--depth says what a namespace is: add --by namespace, or leave it out.');
  },
  async ask(inventory, options) {
    usageQuestion.validate?.(options);
    const [{ certaintyOf, trustIn }, { rows, by, only, ...rest }, notes] = await Promise.all([
      import('../analyze/trust/trust.ts'),
      addUp(inventory, options),
      notesOn(inventory, options),
    ]);
    assertOrder(rows, by, options.sort);
    return {
      ...answered(inventory),
      ...rest,
      by,
      ...(await listsOf(inventory, { by, rows, ...(only !== undefined && { only }) }, options)),
      ...(await untaggedOf(inventory, by, options, FOR_PEOPLE)),
      // What deleting a repository would free, and what no tag leads to, depends on all references.
      certainty: certaintyOf(trustIn(inventory), true),
      notes,
    } as UsageAnswer;
  },
  json({ by, totals, list, matched, namedElsewhere, certainty, untagged }) {
    return {
      ...(by !== 'repository' && { by }),
      totals,
      ...(matched !== undefined && { matched }),
      [LISTS[by]]: list.rows,
      ...(untagged !== undefined && { untagged: untagged.rows }),
      ...cutOffOf({ [LISTS[by]]: list, untagged }),
      ...(namedElsewhere !== undefined && { namedElsewhere }),
      ...(certainty.undetermined && certainty),
    };
  },
};

/** An order that changes nothing would look like one. */
function assertOrder(rows: AddedUp['rows'], by: keyof UsageRows, sort: SortKey | undefined): void {
  if (sort === undefined || canOrder(rows, sort)) return;
  const keys = SORT_KEYS.filter((key) => canOrder(rows, key)).join(', ');
  throw new UsageError(`--sort ${sort}: what is added up by ${by} has none. Expected one of ${keys}.`);
}

/** Ages have an order of their own. */
function defaultsOf(by: keyof UsageRows): ListDefaults {
  return by === 'age' ? { limit: FOR_PEOPLE } : { limit: FOR_PEOPLE, sort: 'bytes' };
}

type Rows = Pick<AddedUp, 'by' | 'rows' | 'only'>;

async function listsOf(inventory: Inventory, { by, rows, only }: Rows, options: UsageOptions) {
  if (by !== 'layer') return { list: listOf<object>(rows, options, defaultsOf(by)) };
  const { nameLayers } = await import('../analyze/usage/by-layer.ts');
  const layersOf = (isWanted: (layer: UnnamedLayer) => boolean, sort: SortKey) => {
    const wanted = (rows as readonly UnnamedLayer[]).filter(isWanted);
    const { rows: shown, ...cut } = listOf(wanted, options, { limit: FOR_PEOPLE, sort });
    return { rows: nameLayers(inventory, shown, only), ...cut };
  };
  if (options.reader !== 'people' || options.sort !== undefined)
    return { list: layersOf(() => true, 'bytes') };
  return {
    list: layersOf(({ savedBytes }) => savedBytes > 0, 'saved'),
    alone: layersOf(({ uniqueBytes }) => uniqueBytes > 0, 'unique'),
  };
}

async function notesOn(inventory: Inventory, { reference }: UsageOptions): Promise<readonly string[]> {
  if (reference === undefined) return [];
  const { odditiesOf } = await import('./oddities.ts');
  return odditiesOf(inventory, [reference]);
}
