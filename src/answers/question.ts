import type { Inventory } from '../inventory/read/reader.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { OptionSpec } from './options.ts';

/** One question: what the command line, a server and the library need to know to ask it and to hand its answer on. */
export interface Question<Name extends string, Options, Answer extends Answered, Json extends object> {
  /** Of the command, and of the JSON's schema: `stowage.<name>/1`. */
  readonly name: Name;
  /** Those of the options of `ask` that people can give, in the order in which they are told. */
  readonly options: { readonly [Key in keyof Options]?: OptionSpec };
  /** @throws UsageError for options that make no sense, whatever the inventory; `ask` does it as well. */
  validate?(options: Options): void | Promise<void>;
  /** @throws UsageError for options that make no sense, and for names of nothing that is in the inventory. */
  ask(inventory: Inventory, options: Options): Promise<Answer>;
  /** What programs get: the document without its schema. */
  json(answer: Answer): Json;
  /** The objects of an answer that is one list, for formats with one a line. */
  lines?(answer: Answer): readonly object[];
}

/** What every answer says. */
export interface Answered {
  /** False where the scan could not read something. */
  readonly complete: boolean;
  /** What a command that asks it ends with. */
  readonly exitCode: number;
  /** Sentences about what was asked: a name with something odd to it, what may be missing. */
  readonly notes?: readonly string[];
}

/** What every answer says; what is incomplete outranks findings. */
export function answered({ scan }: Inventory, exitCode: number = EXIT_CODES.done.code): Answered {
  const complete = scan.is_complete === 1;
  return { complete, exitCode: complete ? exitCode : Math.max(exitCode, EXIT_CODES.incomplete.code) };
}
