import type { ListedQuery } from '../../../answers/named-queries.ts';
import type { Style } from '../parts/style.ts';
import { wrapParts } from '../parts/wrap.ts';

/** The queries of ours, each with what it tells and what it can be told. */
export function renderQueries(queries: readonly ListedQuery[], style: Style): string {
  const width = Math.max(...queries.map(({ name }) => name.length)) + 4;
  const lines = queries.flatMap(({ name, title, parameters }) => [
    ...wrapParts(
      { text: `  ${style.heading(name)}${' '.repeat(width - name.length - 2)}`, width },
      title.split(' '),
      ' ',
      style.width,
    ),
    ...parameters.map((parameter) => `${' '.repeat(width)}${style.dim(describe(parameter))}`),
  ]);
  return `${[...lines, '', CALL].join('\n')}\n`;
}

const CALL = 'Run one with stowage sql <name>; --list --json has their SQL.';

function describe({ name, meaning, default: value }: ListedQuery['parameters'][number]): string {
  return `-p ${name}=${value === undefined ? `<${meaning}>` : `${value}  ${meaning}`}`;
}
