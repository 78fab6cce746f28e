import type { Options } from '../../source/source.ts';

/** The command that asks the same on a terminal. */
export function commandLine(question: string, options: Options): string {
  const words = Object.entries(options).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => {
      if (each === undefined || each === false) return [];
      return each === true ? [`--${name}`] : [`--${name}`, quoted(String(each))];
    }),
  );
  return ['stowage', question, ...words].join(' ');
}

/** As a POSIX shell reads one word. */
function quoted(word: string): string {
  return /^[\w.,:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
