import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { ask, openInventory, takeInventory } from '../../../src/index.ts';
import { CLI, stowage } from '../../support/command-line.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { askedOf } from '../../support/every-answer.ts';
import { filesIn, putBack } from './files-in.ts';

/** What ends a scan at a call: a kill, or a disk that is full. */
const FAULTS = { kill: 'signal=SIGKILL', full: 'error=ENOSPC' } as const;

type Fault = keyof typeof FAULTS;

/** What can change a file of ours; SQLite and the seal write at a place, never with write(2). */
const CALLS = ['pwrite64', 'fsync', 'ftruncate', 'rename', 'unlink'];
/** One of these copies the last inventory, as the file system and Node like. */
const COPIES = ['copy_file_range', 'sendfile'];
/** Of that many moments one is tried, in turn: each in CI. */
const EVERY = process.env['CI'] === undefined && process.env['STOWAGE_TIMES'] === undefined ? 10 : 1;

/** How a scan ended in which the n-th of a call was made to fail. */
interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Scans of a volume that has one blob more than its inventory says, each of which ends early. */
export class EndedScans {
  readonly db: string;
  readonly home: string;
  readonly #scan: readonly string[];
  readonly #volume: string;
  readonly #log: string;
  readonly #before: ReadonlyMap<string, Buffer>;
  readonly #answers: readonly [before: string, after: string];

  private constructor(
    directory: string,
    volume: string,
    before: ReadonlyMap<string, Buffer>,
    answers: readonly [string, string],
  ) {
    this.home = path.join(directory, 'db');
    this.db = path.join(this.home, 'stowage.db');
    this.#log = path.join(directory, 'log');
    this.#volume = volume;
    this.#scan = scanOf(volume, this.db);
    this.#before = before;
    this.#answers = answers;
  }

  static async prepare(directory: string): Promise<EndedScans> {
    const volume = demoCopy(directory);
    const home = path.join(directory, 'db');
    const db = path.join(home, 'stowage.db');
    fs.mkdirSync(home);
    await stowage(scanOf(volume.dir, db));
    const files = filesIn(home);
    const before = await askedOf(db, 'usage');
    volume.orphan('one more');
    await stowage(scanOf(volume.dir, db));
    const after = await askedOf(db, 'usage');
    expect(after).not.toBe(before);
    return new EndedScans(directory, volume.dir, files, [before, after]);
  }

  /** Ends a scan at each of its writes, syncs, cuts, renames, removals and copies in turn, and tells how many there were. */
  async endAtEach(
    fault: Fault,
    look: (ended: Ended, label: string) => void,
  ): Promise<Readonly<Record<string, number>>> {
    const tried: Record<string, number> = Object.fromEntries(CALLS.map((call) => [call, 0]));
    for (const call of [...CALLS, ...COPIES])
      for (let nth = 1; ; nth += call === 'pwrite64' ? EVERY : Math.min(EVERY, 3)) {
        putBack(this.home, this.#before);
        const ended = this.#scanWith(fault, call, nth);
        if (ended === undefined) break;
        const label = `${fault} at ${call} ${nth}: ${ended.stderr}`;
        look(ended, label);
        await this.#expectSound(label);
        tried[call] = (tried[call] ?? 0) + 1;
      }
    for (const call of CALLS) expect(tried[call], call).toBeGreaterThan(0);
    return tried;
  }

  async killAfter(ms: number): Promise<void> {
    putBack(this.home, this.#before);
    spawnSync(process.execPath, [CLI, ...this.#scan], { timeout: ms, killSignal: 'SIGKILL' });
    await this.#expectSound(`killed after ${ms} ms`);
  }

  /** Has the n-th of a call fail or kill. Undefined where there is no n-th. */
  #scanWith(fault: Fault, call: string, nth: number): Ended | undefined {
    const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:${FAULTS[fault]}:when=${nth}`];
    const program = [process.execPath, CLI, ...this.#scan];
    const ended = spawnSync('strace', ['-f', '-o', this.#log, ...inject, ...program], { encoding: 'utf8' });
    expect(ended.error).toBeUndefined();
    const isInjected = /INJECTED|killed by SIGKILL/.test(fs.readFileSync(this.#log, 'utf8'));
    return isInjected ? ended : undefined;
  }

  async #ids(): Promise<{ published: string; recorded: string[] }> {
    const inventory = openInventory(this.db);
    try {
      const { scans } = await ask.history(inventory);
      return { published: inventory.scan.id, recorded: scans.map(({ id }) => id) };
    } finally {
      inventory.close();
    }
  }

  /** What must hold whatever happened: one of the two inventories, each record once, and the next scan puts all right. */
  async #expectSound(label: string): Promise<void> {
    const { db } = this;
    expect(this.#answers, label).toContain(await askedOf(db, 'usage'));
    const left = await this.#ids();
    const last = left.recorded[0];
    expect([[last], [last, left.published]], label).toContainEqual(left.recorded);
    const taken = await takeInventory({ volume: this.#volume, db, threads: 0, settleMs: 0 });
    expect(taken, label).toEqual({ changedDirectories: 0 });
    const next = await this.#ids();
    expect(next.recorded, label).toEqual([...new Set([last, left.published, next.published])]);
    const files = ['stowage.db', 'stowage.db.history', 'stowage.db.lock'];
    expect(fs.readdirSync(this.home).sort(), label).toEqual(files);
    expect(await askedOf(db, 'usage'), label).toBe(this.#answers[1]);
  }
}

function scanOf(volume: string, db: string): string[] {
  return ['scan', volume, '--db', db, '--settle', '0s', '--quiet'];
}
