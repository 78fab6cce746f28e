import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';

// The program, and the Debian package it comes in.
const NEEDED = [
  ['docker-registry', 'docker-registry'],
  ['skopeo', 'skopeo'],
  ['setpriv', 'util-linux'],
  ['curl', 'curl'],
  ['openssl', 'openssl'],
] as const;

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
function missingPrograms(): string | null {
  const missing = NEEDED.filter(([program]) => !onPath(program));
  if (missing.length === 0) return null;
  const programs = missing.map(([program]) => program).join(', ');
  const packages = missing.map(([, name]) => name).join(' ');
  return `not installed: ${programs}; apt-get install ${packages}`;
}

/** Describes tests that need a real registry; without its programs they are skipped aloud, or fail in CI. */
export function describeLive(title: string, tests: () => void): void {
  const missing = missingPrograms();
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
