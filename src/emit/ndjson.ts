import { pathOf, type RepositoryCalls } from './calls.ts';

/** A JSON object a call and line. */
export function ndjsonLines(repositories: readonly RepositoryCalls[]): string {
  const lines = repositories.flatMap(({ repository, calls }) =>
    calls.map((call) => {
      const { digest, tag, tags } = call;
      const path = pathOf(repository, call);
      return `${JSON.stringify({ repository, ...(tag && { tag }), digest, tags, method: 'DELETE', path })}\n`;
    }),
  );
  return lines.join('');
}
