import { compareBytewise } from '../analyze/names.ts';
import type { Casualty } from '../gc/harm/casualties.ts';
import type { Loss } from '../gc/harm/losses.ts';
import type { GcOptions, GcPrediction } from '../gc/predict.ts';
import type { GcWarning } from '../gc/warnings.ts';
import { type AbortGroup, type FirstAbort, firstAbortsOf, groupAborts } from './gc/aborts.ts';
import { type CutLists, cutList, cutOffOf, type List, type ListOptions, limitOf, listOf } from './lists.ts';
import { limitOption, orderOptions } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after what a collection would do. */
export interface GcQuestionOptions extends ListOptions {
  /**
   * The version whose collector to ask, as the operator says it.
   * @default one of each family
   */
  readonly registry?: string;
  /** @default false */
  readonly deleteUntagged?: boolean;
}

/** What a collection would do, by one collector or by one of each family. */
export interface GcAnswer extends Answered {
  readonly predictions: readonly PredictionAnswer[];
  /** True where no registry was named, so that there is one prediction for each family. */
  readonly isComparison: boolean;
  /** True where all would do the same. */
  readonly areAlike: boolean;
  /** What each ends on first, once where several end on the same. */
  readonly firstAborts: readonly FirstAbort[];
  /** Grave warnings of all of them, each once. */
  readonly graveWarnings: readonly GcWarning[];
  /** What the whole volume holds. */
  readonly volumeBytes: number;
}

/** What one collector would do. */
export interface PredictionAnswer {
  /** Its lists are cut. */
  readonly prediction: GcPrediction;
  /** How many each of them had. */
  readonly counts: Readonly<Record<ListName, number>>;
  /** How many of each were cut off. */
  readonly left: Readonly<Record<ListName, number>>;
  /** All that it would end on, while it marks and once it deletes. */
  readonly abortsCount: number;
  readonly brokenTags: List<Casualty>;
  readonly losses: List<Loss>;
  /** How many of what breaks or is lost has its link in _layers only. */
  readonly linkedInLayers: number;
  readonly repositories: List<GcPrediction['byRepository'][number]>;
  readonly aborts: readonly AbortGroup[];
  readonly deletionAborts: readonly AbortGroup[];
  /** Warnings that are said before all: the prediction is doubtful, or the collector is not to be run here. */
  readonly graveWarnings: readonly GcWarning[];
  /** Warnings that are said after all else. */
  readonly otherWarnings: readonly GcWarning[];
  /** False where more tags may break than those that were seen. */
  readonly isKnown: boolean;
  /** True where what goes is fetched again. */
  readonly isOfCache: boolean;
}

/** What a collection would do, as programs get it: `predictions` where no registry was named. */
export type GcJson = PredictionJson | { readonly predictions: readonly PredictionJson[] };

/** What one collector would do, as programs get it. */
interface PredictionJson extends GcPrediction, CutLists {
  /** How many tags of `casualties` there are, whatever was cut off. */
  readonly brokenTags: number;
}

const FOR_PEOPLE = { limit: 10 } as const;
const LARGEST_FIRST = { ...FOR_PEOPLE, sort: 'bytes', isForAll: true } as const;
/** In the order in which a collection would meet them. */
const IN_ORDER = ['allAborts', 'deletionAborts'] as const;
const SORTED = ['blobs', 'manifests', 'layerLinks', 'casualties', 'losses'] as const;
type ListName = (typeof IN_ORDER)[number] | (typeof SORTED)[number] | 'byRepository';

/** What a registry's garbage-collect would do. */
export const gcQuestion: Question<'gc', GcQuestionOptions, GcAnswer, GcJson> = {
  name: 'gc',
  options: {
    registry: {
      flags: '--registry <version>',
      description:
        "the version whose collector to ask: 2.8.3, registry:2, or what 'registry --version' prints (default: both families)",
    },
    deleteUntagged: {
      flags: '--delete-untagged',
      description: "with the collector's own --delete-untagged",
    },
    ...orderOptions(['name', 'bytes', 'blobs']),
    limit: limitOption(FOR_PEOPLE.limit, 'rows of each list'),
  },
  async validate(options) {
    await collectorsOf(options);
  },
  async ask(inventory, options) {
    // At once, so that one is read from the disk while another is compiled: 3 % of the command.
    const [collectors, { predictCollections }, { areAlike }, { totalsOf }] = await Promise.all([
      collectorsOf(options),
      import('../gc/predict.ts'),
      import('../gc/comparison.ts'),
      import('../analyze/usage/totals.ts'),
    ]);
    const predictions = predictCollections(inventory, collectors);
    return {
      ...answered(inventory),
      predictions: predictions.map((each) => describe(each, options)),
      isComparison: options.registry === undefined,
      areAlike: areAlike(predictions),
      firstAborts: firstAbortsOf(predictions),
      graveWarnings: graveWarningsOf(predictions),
      volumeBytes: totalsOf(inventory).volumeBytes,
    };
  },
  json({ predictions, isComparison }) {
    const [only] = predictions;
    if (!isComparison && only !== undefined) return documentOf(only);
    return { predictions: predictions.map(documentOf) };
  },
};

function documentOf({ prediction, left, brokenTags }: PredictionAnswer): PredictionJson {
  const lists = Object.entries(left).map(([name, count]) => [name, { left: count }] as const);
  return { ...prediction, brokenTags: brokenTags.count, ...cutOffOf(Object.fromEntries(lists)) };
}

async function collectorsOf({ registry, deleteUntagged = false }: GcQuestionOptions): Promise<GcOptions[]> {
  const { familyOf, REGISTRY_FAMILIES } = await import('../gc/registry-version.ts');
  if (registry !== undefined) return [{ registry, family: familyOf(registry), deleteUntagged }];
  return REGISTRY_FAMILIES.map((family) => ({ registry: family, family, deleteUntagged }));
}

function describe(prediction: GcPrediction, options: GcQuestionOptions): PredictionAnswer {
  const { casualties, losses, warnings } = prediction;
  const limit = limitOf(options, FOR_PEOPLE.limit);
  const repositories = listOf(byName(prediction.byRepository), options, LARGEST_FIRST);
  const lists: ReadonlyArray<readonly [ListName, List<unknown>]> = [
    ...IN_ORDER.map((name) => [name, cutList<unknown>(prediction[name], limit)] as const),
    ...SORTED.map((name) => [name, listOf<unknown>(prediction[name], options, FOR_PEOPLE)] as const),
    ['byRepository', repositories],
  ];
  const each = (of: 'count' | 'left') =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[of]])) as Record<ListName, number>;
  const has = (code: GcWarning['code']) => warnings.some((warning) => warning.code === code);
  return {
    prediction: { ...prediction, ...Object.fromEntries(lists.map(([name, { rows }]) => [name, rows])) },
    counts: each('count'),
    left: each('left'),
    abortsCount: prediction.allAborts.length + prediction.deletionAborts.length,
    brokenTags: listOf(
      casualties.filter(({ tag }) => tag !== undefined),
      options,
      FOR_PEOPLE,
    ),
    losses: listOf(losses, options, FOR_PEOPLE),
    linkedInLayers: [...casualties, ...losses].filter((each) => each.linkedInLayers).length,
    repositories,
    aborts: groupAborts(prediction.allAborts, limit),
    deletionAborts: groupAborts(prediction.deletionAborts, limit),
    graveWarnings: warnings.filter(isGrave),
    otherWarnings: warnings.filter((warning) => !isGrave(warning)),
    isKnown: prediction.undetermined !== true && !has('incomplete'),
    isOfCache: has('cache'),
  };
}

function byName(rows: GcPrediction['byRepository']): Array<GcPrediction['byRepository'][number]> {
  return [...rows].sort((a, b) => compareBytewise(a.repository, b.repository));
}

/** Predictions of one volume have the same warnings, word by word. */
function graveWarningsOf(predictions: readonly GcPrediction[]): GcWarning[] {
  const graves = predictions.flatMap(({ warnings }) => warnings.filter(isGrave));
  return [...new Map(graves.map((warning) => [warning.message, warning])).values()];
}

function isGrave({ code }: GcWarning): boolean {
  return code !== 'links-not-read';
}
