import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { takeInventory } from '../../src/index.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import type { Surprise } from '../support/answer-damaged.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { madeBytes } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const COMMANDS = [
  ['report'],
  ['report', '--json'],
  ['usage'],
  ['usage', 'shop/api', '--json'],
  ['usage', '--by', 'namespace'],
  ['usage', '--by', 'tag'],
  ['usage', '--by', 'kind'],
  ['usage', '--by', 'age'],
  ['usage', '--by', 'layer'],
  ['usage', '--match', 'shop/*'],
  ['orphans', '--untagged'],
  ['gc'],
  ['ls'],
  ['ls', 'shop/api'],
  ['where', '4298f'],
  ['where', '4', '--json'],
];
const EXPORT = ['export', '--registry-name', 'demo', '--to'];

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
let sound: Buffer;
beforeEach(async () => {
  await takeInventory({ volume: demoCopy(dir()).dir, db: db(), threads: 0, settleMs: 0 });
  sound = fs.readFileSync(db());
});

const ASKER = fileURLToPath(new URL('../support/answer-damaged.ts', import.meta.url));
const asker = fork(ASKER, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
afterAll(() => void asker.kill());

async function ask(bytes: Buffer): Promise<Surprise[]> {
  fs.writeFileSync(db(), bytes);
  // As somebody would who means harm, or the answers end at the seal: what is behind it has to hold as well.
  if (bytes.length === sound.length && bytes.readUInt32BE(28) === sound.readUInt32BE(28)) sealFile(db());
  const tables = ['parquet', 'csv'].map((format) => [...EXPORT, format, path.join(dir(), 'export')]);
  asker.send({ db: db(), commands: [...COMMANDS, ...tables] });
  const [surprises] = await Promise.race([once(asker, 'message'), once(asker, 'exit')]);
  return Array.isArray(surprises) ? surprises : [{ command: 'any', stack: `the process died: ${surprises}` }];
}

/** Numbers below `limit` that look random and are the same in every run. */
function numbers(name: string, count: number, limit: number): number[] {
  const bytes = madeBytes(name, count * 6);
  return Array.from({ length: count }, (_, index) => bytes.readUIntBE(index * 6, 6) % limit);
}

describe('a damaged inventory is answered from or refused, and is never a bug', { timeout: 120_000 }, () => {
  it('that was cut off at any length', async () => {
    for (const length of numbers('lengths', 40, sound.length)) {
      expect(await ask(sound.subarray(0, length)), `cut at ${length}`).toEqual([]);
    }
  });

  it('in which single bits are flipped', async () => {
    const [places, bits] = [numbers('places', 100, sound.length), numbers('bits', 100, 8)];
    for (const [round, place] of places.entries()) {
      const bytes = Buffer.from(sound);
      bytes[place]! ^= 1 << bits[round]!;
      expect(await ask(bytes), `bit ${bits[round]} at ${place}`).toEqual([]);
    }
  });

  it('in which pages are lost', async () => {
    const PAGE = 4096;
    for (let page = 1; page < Math.floor(sound.length / PAGE); page++) {
      const bytes = Buffer.from(sound).fill(0, page * PAGE, (page + 1) * PAGE);
      expect(await ask(bytes), `page ${page} of zeros`).toEqual([]);
    }
  });

  it('in which eight bytes are noise', async () => {
    for (const [round, place] of numbers('noise', 100, sound.length).entries()) {
      const bytes = Buffer.from(sound);
      madeBytes(`noise ${round}`, 8).copy(bytes, place);
      expect(await ask(bytes), `noise ${round} at ${place}`).toEqual([]);
    }
  });
});

it('a damaged inventory is refused with 12 and one sentence', async () => {
  fs.writeFileSync(db(), sound.subarray(0, 8192));
  const { exitCode, stdout, stderr } = await stowage(['usage', '--db', db()]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 12, stdout: '' });
  expect(stderr).toMatch(/^stowage: .*stowage\.db is damaged \(.*\): remove it and scan again\.\n$/);
});
