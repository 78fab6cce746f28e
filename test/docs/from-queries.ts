import { listNamedQueries } from '../../src/answers/named-queries.ts';
import { code, fence } from './markdown.ts';

/** The queries of ours, each with what it tells, its parameters and its SQL. */
export function namedQueries(): string {
  return listNamedQueries()
    .map(({ name, title, parameters, statement }) => {
      const told = parameters.map(
        (each) =>
          `- ${code(each.name)}: ${each.meaning}${each.default === undefined ? '' : ` (${each.default})`}\n`,
      );
      return `### ${name}\n\n${title}.\n\n${told.join('')}${told.length > 0 ? '\n' : ''}${fence('sql', `${statement};`)}`;
    })
    .join('\n');
}
