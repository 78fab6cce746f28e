import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Kept out of the lockfile: 60 packages that nobody else needs. */
const VERSION = '9.6.1';
const INSTRUMENTER = '@stryker-mutator/instrumenter';

/** A fault that can be switched on. */
export interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly replacement: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** Counted from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

interface Instrumented {
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly mutants: readonly Mutant[];
}

interface Stryker {
  readonly Instrumenter: new (
    logger: object,
  ) => { instrument(files: object[], options: object): Promise<Instrumented> };
}

/** The code of some files with all faults that Stryker knows to plant in them, none of which is on. */
export async function plantIn(files: readonly string[]): Promise<Instrumented> {
  const { Instrumenter } = (await import(pathToFileURL(installed()).href)) as Stryker;
  const logger = { debug: () => undefined, info: () => undefined, isDebugEnabled: () => false };
  const sources = files.map((name) => ({ name, mutate: true, content: fs.readFileSync(name, 'utf8') }));
  return new Instrumenter(logger).instrument(sources, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
}

function installed(): string {
  const cache = path.join(os.homedir(), '.cache', 'stowage-mutants', VERSION);
  const entry = path.join(cache, 'node_modules', INSTRUMENTER, 'dist/src/index.js');
  if (!fs.existsSync(entry)) {
    fs.mkdirSync(cache, { recursive: true });
    execFileSync('npm', ['install', '--prefix', cache, `${INSTRUMENTER}@${VERSION}`], { stdio: 'inherit' });
  }
  return entry;
}
