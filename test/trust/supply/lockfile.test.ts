import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (name: string) =>
  JSON.parse(fs.readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'));
const { '': _, ...packages } = read('package-lock.json').packages as Record<string, Locked>;
const namesOf = (is: (locked: Locked) => boolean) =>
  Object.keys(packages).filter((name) => is(packages[name] as Locked));

describe('what is installed', () => {
  it('is by its sum what was locked, wherever npm gets it from', () => {
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    expect(namesOf(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
    // A registry is the business of whoever installs; an address here would be asked whatever they say.
    expect(namesOf(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it('runs no script at users but the one that compiles the driver', () => {
    expect(namesOf(({ dev, hasInstallScript }) => hasInstallScript === true && dev !== true)).toEqual([
      'node_modules/better-sqlite3',
    ]);
    const { scripts } = read('package.json') as { scripts: Record<string, string> };
    const run = ['preinstall', 'install', 'postinstall', 'preuninstall', 'uninstall', 'postuninstall'];
    expect(run.filter((name) => name in scripts)).toEqual([]);
  });
});
