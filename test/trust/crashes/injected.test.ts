import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { ask, openInventory, takeInventory } from '../../../src/index.ts';
import { CLI, stowage } from '../../support/command-line.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { askedOf } from '../../support/every-answer.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const dir = temporaryDirectory();
const home = () => path.join(dir(), 'db');
const db = () => path.join(home(), 'stowage.db');
/** What can change a file of ours; SQLite and the seal write at a place, never with write(2). */
const CALLS = ['pwrite64', 'fsync', 'ftruncate', 'rename', 'unlink'];
/** One of these copies the last inventory, as the file system and Node like. */
const COPIES = ['copy_file_range', 'sendfile'];
/** Of that many moments one is tried, in turn. */
const EVERY = process.env['STOWAGE_TIMES'] === undefined ? 10 : 1;
const FAULTS = { kill: 'signal=SIGKILL', full: 'error=ENOSPC' } as const;

interface Prepared {
  readonly volume: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly answers: ReadonlySet<string>;
}

/** An inventory with its history, and a volume that has one blob more. */
async function prepare(): Promise<Prepared> {
  const volume = demoCopy(dir());
  fs.mkdirSync(home());
  const scan = ['scan', volume.dir, '--db', db(), '--settle', '0s', '--quiet'];
  await stowage(scan);
  const files = new Map(
    fs.readdirSync(home()).map((name) => [name, fs.readFileSync(path.join(home(), name))]),
  );
  const before = await askedOf(db(), 'usage');
  volume.orphan('one more');
  await stowage(scan);
  return { volume: volume.dir, files, answers: new Set([before, await askedOf(db(), 'usage')]) };
}

function putBack(files: ReadonlyMap<string, Buffer>): void {
  fs.rmSync(home(), { recursive: true });
  fs.mkdirSync(home());
  for (const [name, bytes] of files) fs.writeFileSync(path.join(home(), name), bytes);
}

/** Scans, and has the n-th of a call fail or kill. Undefined where there is no n-th. */
function scanWith(volume: string, fault: keyof typeof FAULTS, call: string, nth: number) {
  const log = path.join(dir(), 'log');
  const inject = [
    `-f`,
    '-o',
    log,
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:${FAULTS[fault]}:when=${nth}`,
  ];
  const scan = [process.execPath, CLI, 'scan', volume, '--db', db(), '--settle', '0s', '--quiet'];
  const { status, signal, error, stderr } = spawnSync('strace', [...inject, ...scan], { encoding: 'utf8' });
  expect(error).toBeUndefined();
  const isInjected = /INJECTED|killed by SIGKILL/.test(fs.readFileSync(log, 'utf8'));
  return isInjected ? { status, signal, stderr } : undefined;
}

async function ids(): Promise<{ published: string; recorded: string[] }> {
  const inventory = openInventory(db());
  try {
    return {
      published: inventory.scan.id,
      recorded: (await ask.history(inventory)).scans.map(({ id }) => id),
    };
  } finally {
    inventory.close();
  }
}

/** What must hold whatever happened: one of the two inventories, each record once, and the next scan puts all right. */
async function expectSound({ volume, answers }: Prepared, label: string): Promise<void> {
  expect(answers, label).toContain(await askedOf(db(), 'usage'));
  const left = await ids();
  const last = left.recorded[0];
  expect([[last], [last, left.published]], label).toContainEqual(left.recorded);
  expect(await takeInventory({ volume, db: db(), threads: 0, settleMs: 0 }), label).toEqual({
    changedDirectories: 0,
  });
  const next = await ids();
  expect(next.recorded, label).toEqual([...new Set([last, left.published, next.published])]);
  expect(fs.readdirSync(home()).sort(), label).toEqual([
    'stowage.db',
    'stowage.db.history',
    'stowage.db.lock',
  ]);
  expect(await askedOf(db(), 'usage'), label).toBe([...answers][1]);
}

it.each(['kill', 'full'] as const)(
  'a scan loses nothing at any write, sync, cut, rename, removal or copy: %s',
  async (fault) => {
    const prepared = await prepare();
    expect(prepared.answers.size).toBe(2);
    const tried = Object.fromEntries(CALLS.map((call) => [call, 0]));
    const ends = new Set<number | null>();
    for (const call of [...CALLS, ...COPIES])
      for (let nth = 1; ; nth += call === 'pwrite64' ? EVERY : Math.min(EVERY, 3)) {
        putBack(prepared.files);
        const ended = scanWith(prepared.volume, fault, call, nth);
        if (ended === undefined) break;
        const label = `${fault} at ${call} ${nth}: ${ended.stderr}`;
        if (fault === 'full') {
          expect([0, 4], label).toContain(ended.status);
          expect(
            fs.readdirSync(home()).filter((name) => name.includes('.tmp-')),
            label,
          ).toEqual([]);
          expect(ended.stderr, label).not.toContain('bug');
          ends.add(ended.status);
        } else expect(ended.signal ?? ended.status, label).toBe('SIGKILL');
        await expectSound(prepared, label);
        tried[call] = (tried[call] ?? 0) + 1;
      }
    console.info(`${fault}: ${JSON.stringify(tried)} ${[...ends]}`);
    for (const call of CALLS) expect(tried[call], call).toBeGreaterThan(0);
    if (fault === 'full') expect(ends).toContain(4);
  },
  900_000,
);

it('a scan that is killed at a random moment loses nothing', { timeout: 900_000 }, async () => {
  const prepared = await prepare();
  const rounds = cases({ few: 2, many: 4 });
  for (let round = 0; round < rounds; round++) {
    putBack(prepared.files);
    const timeout = 100 + ((round * 97) % 400);
    const scan = [CLI, 'scan', prepared.volume, '--db', db(), '--settle', '0s', '--quiet'];
    spawnSync(process.execPath, scan, { timeout, killSignal: 'SIGKILL' });
    await expectSound(prepared, `killed after ${timeout} ms`);
  }
});
