import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { openInventory } from '../../../src/index.ts';
import { SCHEMA_VERSION } from '../../../src/inventory/format/schema.ts';
import { sealFile } from '../../../src/inventory/format/seal.ts';
import { type Ended, stowage } from '../../support/command-line.ts';
import { sharedDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { BESIDE, everyCall } from '../writes/every-command.ts';
import { unpackInventory } from './kept-inventories.ts';

const dir = sharedDirectory();
const db = () => path.join(dir(), 'stowage.db');
/** Neither asks an inventory. */
const ASK_NOTHING = ['scan', 'completion'];
const TOMORROW = SCHEMA_VERSION + 1;
let volume: VolumeBuilder;
let calls: string[][];

beforeAll(() => {
  volume = aVolume(path.join(dir(), 'volume')).at('2025-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  fs.writeFileSync(path.join(dir(), BESIDE.list), volume.repository('team/api').digest);
  calls = everyCall(volume).filter(([name = '']) => !ASK_NOTHING.includes(name));
});

const run = (args: readonly string[]) => stowage(args, { cwd: dir(), env: { STOWAGE_DB: db() } });
const scan = (...options: string[]) => run(['scan', volume.dir, '--settle', '0s', ...options]);

/** Makes an inventory as a version of tomorrow may: its number is higher, and its seal is right. */
async function scanTomorrow(): Promise<void> {
  fs.rmSync(db(), { force: true });
  await scan();
  const database = new Database(db());
  database.pragma(`user_version = ${TOMORROW}`);
  database.close();
  sealFile(db());
}

/** All commands say the same, and touch nothing. */
async function expectRefused(sentence: string): Promise<void> {
  const before = fs.readFileSync(db());
  const names = fs.readdirSync(dir()).sort();
  const ends: Array<readonly [string, Ended]> = [];
  for (const call of calls) ends.push([call.join(' '), await run(call)]);
  for (const [call, ended] of ends)
    expect(ended, call).toEqual({
      exitCode: 12,
      signal: null,
      stdout: '',
      stderr: expect.stringContaining(sentence),
    });
  expect(new Set(ends.map(([, { stderr }]) => stderr.trimEnd().split('\n').length))).toEqual(new Set([1]));
  expect(fs.readFileSync(db()).equals(before)).toBe(true);
  expect(fs.readdirSync(dir()).sort()).toEqual(names);
}

describe('every command', { timeout: 120_000 }, () => {
  it('refuses an inventory of an older format with 12 and one sentence, and a scan renews it', async () => {
    unpackInventory(1, db());
    expect(calls.length).toBeGreaterThan(20);
    await expectRefused(`${db()} was written by an older stowage (format 1): scan again to renew it.`);
    expect(await scan()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run(['usage'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('refuses one of a format of tomorrow, and no scan touches it', async () => {
    await scanTomorrow();
    const formats = `(format ${TOMORROW}, this one reads ${SCHEMA_VERSION})`;
    await expectRefused(
      `${db()} was written by a newer stowage ${formats}: use that version, or scan again into another file.`,
    );
    const before = fs.readFileSync(db());
    for (const options of [[], ['--full']]) {
      const { exitCode, stderr } = await scan(...options);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 12,
        stderr: expect.stringContaining('name another file with --db'),
      });
    }
    expect(fs.readFileSync(db()).equals(before)).toBe(true);
    expect(() => openInventory(db())).toThrow('newer');
  });
});
