import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLI } from '../support/command-line.ts';
import type { Command } from './measure.ts';
import type { TagChanges } from './tag-changes.ts';

/** The registry whose own collector stowage is compared with; Debian's package of the same name installs it. */
export const REGISTRY = 'docker-registry';

/** What reads a volume: `find` first, as the measure of the others; stowage; the registry's dry run where installed. */
export function readers(root: string, workplace: string): Command[] {
  const log = join(workplace, 'stderr');
  const db = join(workplace, 'stowage.db');
  const bare = join(workplace, 'no-configs.db');
  const commands: Command[] = [
    { name: 'find -printf', argv: ['find', root, '-type', 'f', '-printf', '%s %p\\n'], log },
    {
      name: 'stowage scan',
      argv: [process.execPath, CLI, 'scan', root, '--db', db, '--settle', '0s', '-q'],
      log,
      // A scan starts from the inventory it finds; here each is the first.
      before: () => rmSync(db, { force: true }),
    },
    {
      name: 'stowage scan --no-configs',
      argv: [process.execPath, CLI, 'scan', root, '--db', bare, '--settle', '0s', '-q', '--no-configs'],
      log,
      before: () => rmSync(bare, { force: true }),
    },
  ];
  if (isInstalled(REGISTRY)) {
    const config = join(workplace, 'registry.yml');
    // A JSON string is a YAML string, whatever the path holds.
    const storage = `storage:\n  filesystem:\n    rootdirectory: ${JSON.stringify(root)}\n`;
    writeFileSync(config, `version: 0.1\n${storage}http:\n  addr: 127.0.0.1:0\n`);
    commands.push({
      name: `${REGISTRY} gc --dry-run`,
      argv: [REGISTRY, 'garbage-collect', '--dry-run', config],
      log,
    });
  }
  return commands;
}

/** So long ago must a change be for a scan to trust what it sees: the clock of a volume may tick in steps of 2 s. */
const CLOCK_MS = 2500;

/** Scans of a volume that was scanned before, the first scan being the measure of the others. */
export function rescans(root: string, workplace: string, changes: TagChanges): Command[] {
  const log = join(workplace, 'stderr');
  const db = join(workplace, 'again.db');
  const argv = [process.execPath, CLI, 'scan', root, '--db', db, '--settle', '0s', '-q'];
  const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CLOCK_MS);
  const first = () => {
    rmSync(db, { force: true });
    wait();
  };
  return [
    { name: 'stowage scan, first', argv, log, before: first },
    { name: 'again, nothing changed', argv, log },
    { name: `again, ${changes.count} tags changed`, argv, log, before: () => changes.toggle() },
  ];
}

const TSX = ['--import', 'tsx'];
const scriptOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Scans of a disk on which every stat, open and listing takes half a millisecond more. */
export function slowDisks(root: string, workplace: string): Command[] {
  const log = join(workplace, 'stderr');
  const db = join(workplace, 'slow.db');
  const script = [process.execPath, scriptOf('./slow-disk.mjs'), root, db, '0.5'];
  return [
    { name: '1 thread', argv: [...script, '1'], log },
    { name: '16 threads', argv: [...script, '16'], log },
    { name: 'threads chosen by latency', argv: script, log },
  ];
}

/** Inventories of volumes that are nowhere, from facts alone; the second has twice the blobs of the first. */
export function manyFacts(workplace: string, blobs: number): Command[] {
  const db = join(workplace, 'facts.db');
  return [blobs / 2, blobs].map((count) => ({
    name: `${count.toLocaleString('en')} blobs`,
    argv: [process.execPath, ...TSX, scriptOf('./many-facts.ts'), db, String(count)],
    log: join(workplace, 'stderr'),
  }));
}

/** It selects two thirds of the tags, all of which are young on a volume that was just made. */
const RULE = ['--keep-last', '5', '--min-age', '0s'];

/**
 * What asks the inventory that the last scan left: an empty Node first, as the measure of the others. To free 0.15 GiB a
 * repository takes a third of what the rule selects.
 */
export function questions(workplace: string, repositories: number): Command[] {
  const log = join(workplace, 'stderr');
  const db = ['--db', join(workplace, 'stowage.db')];
  const ask = (...words: string[]): Command => ({
    name: `stowage ${words.join(' ')}`,
    argv: [process.execPath, CLI, ...words, ...(words[0] === '--help' ? [] : db)],
    log,
  });
  return [
    { name: 'node -e 0', argv: [process.execPath, '-e', '0'], log },
    ask('--help'),
    ask('usage'),
    ask('orphans'),
    ask('report'),
    ask('ls', '--json'),
    ask('check'),
    ask('gc', '--registry', '2.8'),
    ask('gc'),
    ask('leftovers'),
    ask('plan', '--registry', '2.8', ...RULE),
    ask('plan', ...RULE),
    ask('plan', '--registry', '2.8', ...RULE, '--free', `${Math.ceil(repositories * 0.15)}G`),
  ];
}

/** Makes an empty place for inventories and logs, on the volume's own disk so that a scan pays for its writing. */
export function emptyWorkplace(directory: string): string {
  // A fixed name, so that what an interrupted run left goes away with the next.
  const workplace = join(directory, 'run');
  rmSync(workplace, { recursive: true, force: true });
  mkdirSync(workplace, { recursive: true });
  return workplace;
}

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
