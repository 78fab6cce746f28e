import type { ModelQuestion } from '../../support/plan-model/question.ts';
import type { ExampleVolume } from './example-volume.ts';
import type { Example, Outcome } from './examples.ts';

const DAY = 86_400_000;
const GIB = 2 ** 30;

/** What both the model and the program answer, as far as an example is about it. */
export interface Answered {
  readonly delete: readonly Line[];
  readonly stays: readonly Line[];
  readonly emptied: readonly string[];
  readonly together: { readonly bytes: number };
  readonly freed: { readonly bytes: number };
}

interface Line {
  readonly tag?: string;
  readonly digest: string;
  readonly reason?: string;
  readonly by?: string;
}

/** What is asked in an example. */
export function questionOf(
  { rule, ask = {} }: Example,
  volume: ExampleVolume,
  family: ModelQuestion['family'],
  now: number,
): ModelQuestion {
  const isPolicy = Array.isArray(rule);
  return {
    now,
    family,
    rules: isPolicy ? rule : [rule],
    isPolicy,
    scope: [],
    protect: [],
    protectsLatest: true,
    minAgeMs: DAY,
    inUse: [],
    ...(typeof ask === 'function' ? ask(volume) : ask),
  };
}

/** An answer in the words of an example; numbers only where that has some. */
export function inWords(answer: Answered, volume: ExampleVolume, { together, freed }: Outcome): Outcome {
  const images = answer.delete.filter(({ tag }) => tag === undefined);
  const tags = answer.delete.filter(({ tag }) => tag !== undefined);
  const stays = answer.stays.map(({ tag, digest, reason, by }) => {
    const why = by === undefined ? reason : `${reason} ${volume.nameOf(by)}`;
    return `${tag ?? volume.nameOf(digest)}: ${why}`;
  });
  return {
    goes: images
      .map(({ digest }) => volume.nameOf(digest))
      .sort()
      .join(' '),
    tags: tags
      .map(({ tag }) => tag)
      .sort()
      .join(' '),
    stays: stays.sort(),
    emptied: answer.emptied,
    ...(together !== undefined && { together: Math.round(answer.together.bytes / GIB) }),
    ...(freed !== undefined && { freed: answer.freed.bytes / GIB }),
  };
}

/** What an example says, with what it need not say. */
export function expected({ outcome, on3x }: Example, family: ModelQuestion['family']): Outcome {
  const own = family === '3.x' ? (on3x ?? outcome) : outcome;
  return { tags: '', stays: [], emptied: [], ...own };
}
