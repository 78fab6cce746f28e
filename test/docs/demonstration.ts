import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoVolume } from '../support/demo-volume.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = path.join(ROOT, 'dist/cli/main.js');

/** Where README.md says that the clone and the inventory are. */
const CLONE = '/tmp/stowage';
const INVENTORY = '/tmp/stowage-demo.db';

/** A clone as a new user has it: the demonstration volume with its dates, an inventory of it, stowage installed. */
export interface Demonstration {
  readonly db: string;
  /** What a command as README.md shows it prints. */
  run(command: string): string;
  /** What a program that uses the library prints. */
  runProgram(source: string): string;
  remove(): void;
}

/** Sets up the demonstration. Needs the build in dist/. */
export function makeDemonstration(): Demonstration {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-docs-')));
  const db = path.join(dir, path.basename(INVENTORY));
  demoVolume(path.join(dir, 'fixtures/demo'));
  fs.mkdirSync(path.join(dir, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(dir, 'node_modules/stowage'));
  const node = (...args: string[]) => {
    const env = { ...process.env, STOWAGE_DB: db, NO_COLOR: '1' };
    return execFileSync(process.execPath, args, { cwd: dir, env, encoding: 'utf8' }).replaceAll(dir, CLONE);
  };
  const run = (command: string) => {
    const [program, ...args] = command.replace(/^npx /, '').split(' ');
    if (program !== 'stowage') throw new Error(`'${command}' is no command of stowage`);
    return node(CLI, ...args.map((arg) => (arg === INVENTORY ? db : arg)));
  };
  run('stowage scan fixtures/demo');
  return {
    db,
    run,
    runProgram: (source) => {
      fs.writeFileSync(path.join(dir, 'program.mjs'), source);
      return node('program.mjs');
    },
    remove: () => fs.rmSync(dir, { recursive: true }),
  };
}

/** Output without what differs from run to run: how long a scan took, how old a blob has become. */
export function withoutTimes(output: string): string {
  return output.replaceAll(/ in [\d.]+ m?s\b/g, ' in a while').replaceAll(/ +\d+[dh]\b/g, ' a while');
}
