import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';

/** A program, and the Debian package it comes in. */
type Needed = readonly [program: string, package_: string];

const REGISTRY: readonly Needed[] = [
  ['docker-registry', 'docker-registry'],
  ['skopeo', 'skopeo'],
  ['setpriv', 'util-linux'],
  ['curl', 'curl'],
  ['openssl', 'openssl'],
];

function onPath(program: string): boolean {
  const { PATH = '' } = process.env;
  for (const directory of PATH.split(delimiter)) {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      // Not in this directory.
    }
  }
  return false;
}

// Says which programs a live test lacks here and how to get them, or null when nothing is missing.
function missingPrograms(needed: readonly Needed[]): string | null {
  const missing = needed.filter(([program]) => !onPath(program));
  if (missing.length === 0) return null;
  const programs = missing.map(([program]) => program).join(', ');
  const packages = missing.map(([, name]) => name).join(' ');
  return `not installed: ${programs}; apt-get install ${packages}`;
}

/**
 * Describes tests that need a real registry, and perhaps other programs; without them they are skipped aloud, or fail
 * in CI.
 */
export function describeLive(title: string, tests: () => void, others: readonly Needed[] = []): void {
  describeWith([...REGISTRY, ...others], title, tests);
}

/** The same of tests that need no registry, but these programs. */
export function describeWith(needed: readonly Needed[], title: string, tests: () => void): void {
  const missing = missingPrograms(needed);
  const { CI } = process.env;
  if (missing === null) {
    describe(title, tests);
  } else if (CI === 'true') {
    describe(title, () => {
      it('finds its programs', () => {
        throw new Error(missing);
      });
    });
  } else {
    console.warn(`SKIPPED "${title}": ${missing}`);
    describe.skip(`${title} [skipped: ${missing}]`, tests);
  }
}
