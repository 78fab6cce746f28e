import type { Options } from './source.ts';

/** Options of the page that are arguments of a command. */
const ARGUMENTS: ReadonlySet<string> = new Set(['repository', 'reference', 'digest', 'from', 'to']);

/** The command that answers a question on a terminal, as it is typed. */
export function commandOf(question: string, options: Options): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== false);
  const words = given.flatMap(([name, value]) =>
    [value].flat().flatMap((each) => {
      if (ARGUMENTS.has(name)) return [quoted(String(each))];
      return each === true ? [`--${name}`] : [`--${name} ${quoted(String(each))}`];
    }),
  );
  return ['stowage', question, ...words].join(' ');
}

/** As a shell takes it literally. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
