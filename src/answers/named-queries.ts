import { NAMED_QUERIES } from '../sql/named/all.ts';

/** A query of ours, as it is listed. */
export interface ListedQuery {
  readonly name: string;
  readonly title: string;
  readonly parameters: ReadonlyArray<{
    readonly name: string;
    readonly meaning: string;
    /** What it is where it is not given; it must be, where there is none. */
    readonly default?: string | number;
  }>;
  readonly statement: string;
}

/** Lists the queries of ours, by name. */
export function listNamedQueries(): ListedQuery[] {
  return Object.entries(NAMED_QUERIES)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { title, parameters = {}, sql }]) => ({
      name,
      title,
      parameters: Object.entries(parameters).map(([each, parameter]) => ({ name: each, ...parameter })),
      statement: sql.trim(),
    }));
}
