import type { Options } from './source.ts';

/** Options as a query, in the order of their names, so that what is the same is written the same. */
export function queryOf(options: Options): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(options).sort()) {
    for (const value of [options[name]].flat()) {
      if (value !== undefined && value !== false) query.append(name, String(value));
    }
  }
  return query.toString();
}
