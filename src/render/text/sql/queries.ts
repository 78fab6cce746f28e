import type { ListedQuery } from '../../../answers/named-queries.ts';
import type { Style } from '../parts/style.ts';

/** The queries of ours, each with what it tells and what it can be told. */
export function renderQueries(queries: readonly ListedQuery[], style: Style): string {
  const widest = Math.max(...queries.map(({ name }) => name.length));
  const lines = queries.flatMap(({ name, title, parameters }) => [
    `  ${style.heading(name.padEnd(widest))}  ${title}`,
    ...parameters.map((parameter) => `  ${' '.repeat(widest)}  ${style.dim(describe(parameter))}`),
  ]);
  return `${[...lines, '', CALL].join('\n')}\n`;
}

const CALL = 'Run one with stowage sql <name>; --list --json has their SQL.';

function describe({ name, meaning, default: value }: ListedQuery['parameters'][number]): string {
  return `-p ${name}=${value === undefined ? `<${meaning}>` : `${value}  ${meaning}`}`;
}
