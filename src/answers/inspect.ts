import { UsageError } from '../errors.ts';
import type { InspectOptions } from '../inspect/inspect.ts';
import type { InspectedDescription, Inspection, Unread } from '../inspect/inspection.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after one manifest. */
export interface InspectQuestionOptions extends InspectOptions {
  /** A tag or a manifest; a repository alone stands for its tag `latest`. */
  readonly reference: string;
}

/** One manifest with all that it names, and what its bytes say. */
export interface InspectAnswer extends Answered {
  readonly inspection: Inspection;
}

/** One manifest, as programs get it. */
export interface InspectJson extends InspectedDescription {}

/** What an image or an artifact is made of. */
export const inspectQuestion: Question<'inspect', InspectQuestionOptions, InspectAnswer, InspectJson> = {
  name: 'inspect',
  options: {},
  validate({ reference }) {
    if (reference === undefined)
      throw new UsageError('Nothing is named: expected a tag or a manifest, such as team/app:1.0.');
  },
  async ask(inventory, asked) {
    inspectQuestion.validate?.(asked);
    const { reference, ...options } = asked;
    const { inspect } = await import('../inspect/inspect.ts');
    const inspection = inspect(inventory, reference, options);
    const { oddity, unread } = inspection;
    return {
      ...answered(inventory, exitCodeFor(unread)),
      inspection,
      notes: [...(oddity === undefined ? [] : [oddity]), ...unread.map(sentenceOn)],
    };
  },
  json({ inspection }) {
    const { oddity: _, ...rest } = inspection;
    const { repository, tag, digest, bytes, kind, mediaType, pushedAt, uniqueBytes, platforms, ...more } =
      rest;
    const { config, layers, children, referrers, unread, ...others } = more;
    return {
      repository,
      ...(tag !== undefined && { tag }),
      ...{ digest, bytes, kind, mediaType, pushedAt, uniqueBytes, platforms },
      ...others,
      ...(config !== undefined && { config }),
      ...(layers !== undefined && { layers }),
      ...(children !== undefined && { children }),
      ...{ referrers, unread },
    };
  },
};

function exitCodeFor(unread: readonly Unread[]): number {
  const has = (code: Unread['code']) => unread.some((each) => each.code === code);
  if (has('unreadable')) return EXIT_CODES.incomplete.code;
  return (has('mismatch') ? EXIT_CODES.findings : EXIT_CODES.done).code;
}

/** What was not read, in a sentence. */
function sentenceOn({ code, digest, detail }: Unread): string {
  switch (code) {
    case 'no-volume':
      return `${detail} This is what the inventory knows.`;
    case 'mismatch':
      return `The bytes of ${digest} hash to ${detail}: what they say is not told.`;
    case 'missing':
      return `${digest} was there when the volume was scanned, and is not any more.`;
    case 'unreadable':
      return `${digest} could not be read: ${detail}.`;
    case 'too-large':
      return `${digest} is larger than 4 MiB, and was not read.`;
    case 'not-json':
      return `The config ${digest} is no JSON object: it says nothing.`;
    case 'too-many':
      return 'The index is long: the bytes of its first 100 manifests were read.';
  }
}
