import type { Abort } from '../gc/aborts/abort.ts';
import type { Casualty } from '../gc/harm/casualties.ts';
import type { Loss } from '../gc/harm/losses.ts';
import type { GcOptions, GcPrediction } from '../gc/predict.ts';
import type { RegistryFamily } from '../gc/registry-version.ts';
import type { GcWarning } from '../gc/warnings.ts';
import { cutList, type List, type ListOptions, limitOf } from './lists.ts';
import { limitOption } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after what a collection would do. */
export interface GcQuestionOptions extends Omit<ListOptions, 'sort' | 'reverse'> {
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
  readonly counts: Readonly<Record<(typeof LISTS)[number], number>>;
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

/** What a collection would end on and of which the same is to be done. */
export interface AbortGroup {
  readonly hint: string;
  readonly aborts: List<Abort>;
}

/** What collectors of some families end on first. */
export interface FirstAbort {
  readonly families: readonly RegistryFamily[];
  readonly abort: Abort;
  /** True where none of them deletes anything before. */
  readonly deletesNothing: boolean;
}

/** What a collection would do, as programs get it: `predictions` where no registry was named. */
export type GcJson = GcPrediction | { readonly predictions: readonly GcPrediction[] };

const FOR_PEOPLE = 10;
const LISTS = [
  'allAborts',
  'deletionAborts',
  'blobs',
  'manifests',
  'layerLinks',
  'casualties',
  'losses',
  'byRepository',
] as const;

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
    limit: limitOption(FOR_PEOPLE, 'rows of each list'),
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
    const limit = limitOf(options, FOR_PEOPLE);
    return {
      ...answered(inventory),
      predictions: predictions.map((each) => describe(each, limit)),
      isComparison: options.registry === undefined,
      areAlike: areAlike(predictions),
      firstAborts: firstAbortsOf(predictions),
      graveWarnings: graveWarningsOf(predictions),
      volumeBytes: totalsOf(inventory).volumeBytes,
    };
  },
  json({ predictions, isComparison }) {
    const [only] = predictions;
    if (!isComparison && only !== undefined) return only.prediction;
    return { predictions: predictions.map(({ prediction }) => prediction) };
  },
};

async function collectorsOf({ registry, deleteUntagged = false }: GcQuestionOptions): Promise<GcOptions[]> {
  const { familyOf, REGISTRY_FAMILIES } = await import('../gc/registry-version.ts');
  if (registry !== undefined) return [{ registry, family: familyOf(registry), deleteUntagged }];
  return REGISTRY_FAMILIES.map((family) => ({ registry: family, family, deleteUntagged }));
}

function describe(prediction: GcPrediction, limit: number): PredictionAnswer {
  const { casualties, losses, warnings } = prediction;
  const lists = LISTS.map((name) => [name, cutList<unknown>(prediction[name], limit)] as const);
  const has = (code: GcWarning['code']) => warnings.some((warning) => warning.code === code);
  return {
    prediction: { ...prediction, ...Object.fromEntries(lists.map(([name, { rows }]) => [name, rows])) },
    counts: Object.fromEntries(lists.map(([name, { count }]) => [name, count])) as PredictionAnswer['counts'],
    abortsCount: prediction.allAborts.length + prediction.deletionAborts.length,
    brokenTags: cutList(
      casualties.filter(({ tag }) => tag !== undefined),
      limit,
    ),
    losses: cutList(losses, limit),
    linkedInLayers: [...casualties, ...losses].filter((each) => each.linkedInLayers).length,
    repositories: cutList(prediction.byRepository, limit),
    aborts: groupsOf(prediction.allAborts, limit),
    deletionAborts: groupsOf(prediction.deletionAborts, limit),
    graveWarnings: warnings.filter(isGrave),
    otherWarnings: warnings.filter((warning) => !isGrave(warning)),
    isKnown: prediction.undetermined !== true && !has('incomplete'),
    isOfCache: has('cache'),
  };
}

/** Predictions of one volume have the same warnings, word by word. */
function graveWarningsOf(predictions: readonly GcPrediction[]): GcWarning[] {
  const graves = predictions.flatMap(({ warnings }) => warnings.filter(isGrave));
  return [...new Map(graves.map((warning) => [warning.message, warning])).values()];
}

function isGrave({ code }: GcWarning): boolean {
  return code !== 'links-not-read';
}

/** In the order in which a collection would meet them, and those together of which the same is to be done. */
function groupsOf(aborts: readonly Abort[], limit: number): AbortGroup[] {
  return [...new Set(aborts.map(({ hint }) => hint))].map((hint) => {
    const group = aborts.filter((abort) => abort.hint === hint);
    return { hint, aborts: cutList(group, limit) };
  });
}

function firstAbortsOf(predictions: readonly GcPrediction[]): FirstAbort[] {
  const groups = new Map<string, FirstAbort>();
  for (const { family, allAborts, deletionAborts, deletesBeforeAbort } of predictions) {
    const abort = allAborts[0] ?? deletionAborts[0];
    if (abort === undefined) continue;
    const key = JSON.stringify([abort.path, abort.reason, abort.digest]);
    const known = groups.get(key) ?? { families: [], abort, deletesNothing: true };
    const deletesNothing = allAborts.length > 0 && !deletesBeforeAbort;
    groups.set(key, {
      families: [...known.families, family],
      abort: known.abort,
      deletesNothing: known.deletesNothing && deletesNothing,
    });
  }
  return [...groups.values()];
}
