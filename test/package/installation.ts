import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, endOf, startProgram } from '../support/command-line.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The interpreters to install for and to run: the one of these tests, and those whose paths STOWAGE_NODES has. */
export const NODES: readonly string[] = [
  process.execPath,
  ...(process.env['STOWAGE_NODES'] ?? '').split(path.delimiter).filter((node) => node !== ''),
];

/** Packs the build in dist/ as `npm publish` would, and gives the path of the tarball. */
export function pack(dir: string, root = ROOT): string {
  const output = npm(process.execPath, root, [
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    dir,
  ]);
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  return path.join(dir, filename);
}

/** Runs npm under an interpreter. */
export function npm(node: string, cwd: string, args: readonly string[]): string {
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH']}` };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The package, installed globally into a directory of its own. */
export class Installation {
  readonly node: string;
  readonly #prefix: string;

  /** Skips scripts: that of better-sqlite3 12 compiles for a minute what is compiled here already. */
  constructor(node: string, tarball: string, prefix: string) {
    this.node = node;
    this.#prefix = prefix;
    fs.mkdirSync(prefix, { recursive: true });
    npm(node, prefix, ['install', '--global', '--prefix', prefix, '--ignore-scripts', tarball]);
  }

  /** Where the package lies. */
  get home(): string {
    return path.join(this.#prefix, 'lib/node_modules/stowage');
  }

  /** Where npm puts what its script makes; undefined where the driver brings its binary along. */
  get madeBinary(): string | undefined {
    const driver = path.join(this.home, 'node_modules/better-sqlite3');
    return fs.existsSync(path.join(driver, 'prebuilds'))
      ? undefined
      : path.join(driver, 'build/Release/better_sqlite3.node');
  }

  /** Leaves the binary that the script of the driver would have made, where it makes one. */
  putBinary(): this {
    if (this.madeBinary === undefined) return this;
    fs.mkdirSync(path.dirname(this.madeBinary), { recursive: true });
    const made = path.join(ROOT, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
    fs.copyFileSync(made, this.madeBinary);
    return this;
  }

  /** Runs the installed program, by the name that npm gave it. */
  run(args: readonly string[], cwd: string, node = this.node): Promise<Ended> {
    return endOf(startProgram(node, [path.join(this.#prefix, 'bin/stowage'), ...args], { cwd }));
  }
}

/** `v22.23.3` */
export function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}
