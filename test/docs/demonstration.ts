import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLI } from '../support/command-line.ts';
import { demoVolume } from '../support/demo-volume.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { BLOBS, REPOSITORIES } from '../support/volume-paths.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the pages say that the clone is. */
const CLONE = '/tmp/stowage';
/** Places that the pages name, and what stands in for them here. */
const STAND_INS: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /^(?:\/var\/lib\/registry|\/data\/registry|\/var\/opt\/gitlab\/gitlab-rails\/shared\/registry)$/,
    'fixtures/demo',
  ],
  [/^(?:harbor|gitlab)\.csv$/, 'known.csv'],
  [/^\/var\/lib\/prometheus\/node-exporter\/[a-z0-9-]+\.prom$/, 'stowage.prom'],
  [/^\/tmp\/fleet$/, 'fleet'],
  [/^\/(?:tmp|inventory|var\/lib\/stowage)\/[a-z-]+\.db$/, 'stowage-demo.db'],
];

/** How long a service runs that a page shows. */
const SERVED_MS = 3000;

/** A clone as a new user has it: the demonstration volume with its dates, an inventory of it, stowage installed. */
export interface Demonstration {
  readonly db: string;
  /** What a command as the pages show it prints. It may end as done, or with findings. */
  run(command: string): string;
  /** What a program that uses the library prints. */
  runProgram(source: string): string;
  remove(): void;
}

/** Sets up the demonstration. Needs the build in dist/. */
export function makeDemonstration(): Demonstration {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-docs-')));
  const db = path.join(dir, 'stowage-demo.db');
  demoVolume(path.join(dir, 'fixtures/demo'));
  fs.mkdirSync(path.join(dir, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(dir, 'node_modules/stowage'));
  const node = (args: readonly string[], good: readonly number[], timeout?: number) => {
    const env = { ...process.env, STOWAGE_DB: db, NO_COLOR: '1' };
    const how = { cwd: dir, env, encoding: 'utf8', timeout } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, how);
    if (!good.includes(status ?? -1)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
    return stdout.replaceAll(dir, CLONE).replaceAll('/stowage/stowage-demo.db', '/stowage-demo.db');
  };
  const run = (command: string) => {
    const [program, ...args] = wordsOf(command);
    if (program !== 'stowage') throw new Error(`'${command}' is no command of stowage`);
    // A service ends when it is told to; the port that pages name may be taken here.
    if (args[0] === 'serve') return node([CLI, ...args.map(standIn), '--port', '0'], [0], SERVED_MS);
    // 1 is no failure: check and verify end so where they find something. Nor is it one that growth is not known yet.
    const isTooEarly = args.includes('--fail-growth');
    return node([CLI, ...args.map(standIn)], [0, 1, ...(isTooEarly ? [3] : [])]);
  };
  scanTwice(path.join(dir, 'fixtures/demo'), () => run('stowage scan fixtures/demo'));
  fs.writeFileSync(path.join(dir, 'known.csv'), listOf(path.join(dir, 'fixtures/demo')));
  return {
    db,
    run,
    runProgram: (source) => {
      fs.writeFileSync(path.join(dir, 'program.mjs'), source);
      return node(['program.mjs'], [0]);
    },
    remove: () => fs.rmSync(dir, { recursive: true }),
  };
}

/** Scans before a repository was there and a tag was moved to where it is, so that there is something that changed. */
function scanTwice(volume: string, scan: () => void): void {
  const checkout = path.join(volume, REPOSITORIES, 'shop/checkout');
  const current = path.join(volume, REPOSITORIES, 'shop/api/_manifests/tags/latest/current/link');
  const { atime, mtime } = fs.statSync(current);
  const digest = fs.readFileSync(current);
  const oldest = 'sha256:2c791b90b67b77b8d8cd1ee63d596a51380e7e9d3d788542f1ebeffb23b6f839';
  fs.renameSync(checkout, `${volume}-checkout`);
  fs.writeFileSync(current, oldest);
  fs.utimesSync(current, atime, new Date(mtime.getTime() - 60_000));
  scan();
  fs.renameSync(`${volume}-checkout`, checkout);
  fs.writeFileSync(current, digest);
  fs.utimesSync(current, atime, mtime);
  scan();
}

/** What a database might know of the volume: all but the blobs that nothing refers to, and one that is gone. */
function listOf(volume: string): string {
  const blobs = path.join(volume, BLOBS, 'sha256');
  const found = (fs.readdirSync(blobs, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('/data'),
  );
  const rows = found
    .sort()
    .map((name) => [name.split('/')[1] ?? '', fs.statSync(path.join(blobs, name)).size] as const);
  const known = rows
    .filter(([hex]) => !/^(?:00962c|bbb6e3)/.test(hex))
    .map(([hex, size]) => `sha256:${hex},${size}`);
  return ['digest,size', ...known, `${madeDigest('gone')},1000`].join('\n');
}

/** The words of a command, as a shell takes it apart. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(
    ([word, double, single]) => double ?? single ?? word,
  );
}

function standIn(argument: string): string {
  return STAND_INS.find(([place]) => place.test(argument))?.[1] ?? argument;
}

/** Output without what differs from run to run or from disk to disk: times, ages, what the file system allocates. */
export function withoutTimes(output: string): string {
  return (
    output
      .replaceAll(/ in [\d.]+ m?s\b/g, ' in a while')
      .replaceAll(/[\d.]+ [KMGT]?i?B\/s/g, 'so fast')
      .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g, 'some time')
      .replaceAll(/"[0-9a-f]{8}-[0-9a-f-]{27}"/g, '"…"')
      .replaceAll(/ +\d+[dh]\b/g, ' a while')
      .replaceAll(/ +\d+(?:-\d+|\+) days +/g, ' a while ')
      .replaceAll(/\bdt=[\d-]+/g, 'dt=…')
      // Exports tell of the scans so far, and what the file system allocates.
      .replaceAll(/"rows": \d+, "bytes": \d+ \}/g, '"rows": … }')
      .replaceAll(/("table": "\w+",\s+"rows": \d+,\s+"bytes":) \d+/g, '$1 …')
      .replaceAll(/^ +(blobs|events|history|scans) +\d+ +[\d.]+ (?:KiB|B)$/gm, '$1 …')
      // Times are among what is compressed.
      .replaceAll(/^( +[a-z]+(?:_[a-z]+)* +\d+) +[\d.]+ (?:KiB|B)$/gm, '$1 …')
      .replaceAll(/^Written {2}[\d.]+ KiB in (\d+) files with \d+ rows/gm, 'Written … in $1 files')
      .replaceAll(
        /"(scannedAt|seenAt|durationMs|allocatedBytes|filesystemBytes|\w*[aA]vailableBytes)": [^,}\n]+/g,
        '"$1": …',
      )
  );
}
