import type { Plan } from '../plan/plan.ts';
import type { RepositoryCalls } from './calls.ts';
import { type Origin, originOf } from './origin.ts';

/** A `crane delete` a line, for a shell. */
export function craneLines(plan: Plan, repositories: readonly RepositoryCalls[], origin: Origin): string {
  const lines = repositories.flatMap(({ repository, calls }) =>
    calls.map(({ digest, tag }) => {
      const name = tag === undefined ? `${repository}@${digest}` : `${repository}:${tag}`;
      return `crane delete "$REGISTRY"/'${name}'\n`;
    }),
  );
  return [
    '#!/bin/sh\n',
    ...originOf(plan, origin).map((line) => `# ${line}\n`),
    '#\n',
    '# Nothing is checked and nothing is saved here: the script of --emit sh does both. It stops at the first refusal,\n',
    '# also where an image is gone already.\n',
    'set -eu\n',
    ': "$' + '{REGISTRY:?is the host of the registry, such as registry.example.com}"\n',
    ...lines,
  ].join('');
}
