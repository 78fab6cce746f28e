import { loadCommands, programWith } from '../commands.ts';
import { print } from '../terminal.ts';
import { candidatesFor } from './candidates.ts';

/** Answers the scripts of shells: what may follow on a command line, of which the last word is being typed. */
export async function printCandidates(words: readonly string[]): Promise<void> {
  const program = programWith(await loadCommands(words.slice(0, 1)));
  const candidates = await candidatesFor(program, words, process.env);
  const lines =
    candidates === 'files'
      ? [':files']
      : candidates.map(({ value, description }) =>
          description === undefined ? value : `${value}\t${description}`,
        );
  print(lines.map((line) => `${line}\n`).join(''));
}
