import { QUESTIONS } from '../../answers/ask.ts';
import type { OptionSpec } from '../../answers/options.ts';

/** A question as it is asked over HTTP. */
export interface ServedQuestion {
  readonly options: Readonly<Record<string, OptionSpec | undefined>>;
  /** What the command takes as arguments: by the name of the parameter, the name of the option. */
  readonly arguments: Readonly<Record<string, string>>;
}

/** What each question takes beside its options; a question that reads or writes files is not asked over HTTP. */
const ARGUMENTS = {
  scan: {},
  report: {},
  usage: { repository: 'reference' },
  orphans: {},
  gc: {},
  plan: {},
  check: {},
  ls: { repository: 'reference' },
  where: { digest: 'digest' },
  inspect: { reference: 'reference' },
  leftovers: {},
  duplicates: {},
  history: { repository: 'repository' },
  diff: { from: 'from', to: 'to' },
} as const satisfies Partial<Record<keyof typeof QUESTIONS, Readonly<Record<string, string>>>>;

type ServedName = keyof typeof ARGUMENTS;

/** The questions that are answered over HTTP, by name. */
export const SERVED: ReadonlyMap<string, ServedQuestion> = new Map(
  Object.entries(ARGUMENTS).map(([name, given]) => {
    const { options } = QUESTIONS[name as ServedName];
    return [name, { options: options as ServedQuestion['options'], arguments: given }];
  }),
);
