import type { Kept } from '../../answers/page/keep-answers.ts';
import { commandOf } from './command.ts';
import { queryOf } from './query.ts';
import { type Asked, type Options, type Source, SourceError } from './source.ts';

/** Answers from the page's own file; what is not in it, it does not know. */
export function keptSource({ status, answers }: Kept): Source {
  const find = (question: string, options: Options) => answers[keyOf(question, options)];
  return {
    isKept: true,
    has: (question, options) => find(question, options) !== undefined,
    async ask(question, options) {
      const answer = find(question, options);
      if (answer === undefined)
        throw new SourceError('This file does not hold that.', 404, commandOf(question, options));
      return answer as never;
    },
    // It grows old where it is read.
    status: async () => ({ ...status, now: new Date().toISOString() }),
    async search() {
      throw new SourceError('A file cannot be searched for digests.', 404);
    },
    address: () => undefined,
  };
}

/** The name of an answer in a file: as it would be asked of a service. */
function keyOf(question: Asked | string, options: Options): string {
  const query = queryOf(options);
  return query === '' ? question : `${question}?${query}`;
}
