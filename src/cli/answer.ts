import type { Answers } from '../answers/all.ts';
import type { Question } from '../answers/question.ts';
import { type Format, loadRendering } from '../render/formats.ts';
import { askedFor, type CommonOptions } from './options.ts';
import { complain, print, stdoutStyle } from './terminal.ts';

/** Options that a command was given, and how it is to print. */
interface PrintOptions extends CommonOptions {
  readonly format?: Format;
  /** Prints nothing where all is well, and nothing but complaints where it is not. */
  readonly isSilent?: boolean;
}

/**
 * Opens the inventory, asks it a question, prints the answer, and ends with its exit code.
 * @param given Options of the question that are no options of the command: its arguments, what is told meanwhile.
 */
export async function answerFrom<Name extends keyof Answers, Options extends object>(
  question: Question<Name, Options, Answers[Name], object>,
  given: NoInfer<Partial<Options>>,
  options: PrintOptions,
): Promise<void> {
  const format = options.json === true ? 'json' : (options.format ?? 'text');
  const reader = format === 'text' ? 'people' : 'programs';
  const asked = { ...given, ...askedFor(question, options), reader } as unknown as Options;
  await question.validate?.(asked);
  const { openInventory } = await import('../inventory/read/reader.ts');
  const inventory = openInventory(options.db);
  try {
    // At once, so that what prints is read from the disk while what answers is compiled.
    const [render, answer] = await Promise.all([
      loadRendering(format, question),
      question.ask(inventory, asked),
    ]);
    complainOf(answer.notes ?? [], options);
    if (options.isSilent !== true) print(render(answer, stdoutStyle(options.color)));
    process.exitCode = answer.exitCode;
  } finally {
    inventory.close();
  }
}

/** Says sentences on stderr, unless nobody wants to hear them. */
export function complainOf(sentences: readonly string[], { quiet }: CommonOptions): void {
  if (quiet !== true) for (const sentence of sentences) complain(`stowage: ${sentence}`);
}
