import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openInventory } from '../../src/index.ts';
import { endOf, startStowage, stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
const scan = (...options: string[]) => ['scan', volume.dir, '--db', db(), '--settle', '0s', ...options];
let volume: VolumeBuilder;
beforeEach(() => {
  volume = demoCopy(dir());
});

/** Starts a scan that waits for its second look until it is ended; the unfinished inventory is there by then. */
async function startEndlessScan() {
  volume.writeLink(`${REPOSITORIES}/shop/api/_manifests/tags/new/current/link`, '');
  const child = startStowage(scan('--settle', '5m'));
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = endOf(child);
  while (temporaryFiles().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return { child, ended };
}

describe('a killed scan', () => {
  it('leaves the last inventory whole, whenever it was killed', { timeout: 120_000 }, async () => {
    const first = await stowage(scan());
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    const blobs = new Set([blobsInInventory()]);
    for (let round = 0; round < 10; round++) {
      volume.orphan(`orphan ${round}`);
      blobs.add(blobsOnDisk());
      const child = startStowage(scan());
      setTimeout(() => child.kill('SIGKILL'), 100 + 40 * round);
      await endOf(child);
      expect(blobs).toContain(blobsInInventory());
    }
    expect(await stowage(scan())).toMatchObject({ exitCode: 0, stderr: '' });
    expect(blobsInInventory()).toBe(blobsOnDisk());
    expect(temporaryFiles()).toEqual([]);
  });

  it('leaves an unfinished file, which the next scan sweeps away', async () => {
    const { child, ended } = await startEndlessScan();
    child.kill('SIGKILL');
    await ended;
    expect(temporaryFiles().length).toBe(1);
    expect((await stowage(scan())).exitCode).toBe(0);
    expect(temporaryFiles()).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s ends with %i and takes its unfinished file along', async (signal, exitCode) => {
    await stowage(scan());
    const before = fs.readFileSync(db());
    const { child, ended } = await startEndlessScan();
    child.kill(signal);
    expect(await ended).toMatchObject({ exitCode, stdout: '', stderr: '' });
    expect(temporaryFiles()).toEqual([]);
    expect(fs.readFileSync(db()).equals(before)).toBe(true);
  });
});

describe('a second scan into the same inventory', () => {
  it('ends with 11 and leaves everything as it is', async () => {
    await stowage(scan());
    const before = fs.readFileSync(db());
    const { child, ended } = await startEndlessScan();
    const unfinished = temporaryFiles();
    const second = await stowage(scan());
    expect(second).toMatchObject({ exitCode: 11, stdout: '' });
    expect(second.stderr).toBe(
      `stowage: Another scan is writing ${db()}: wait for it, or name another inventory with --db.\n`,
    );
    expect(temporaryFiles()).toEqual(unfinished);
    expect(fs.readFileSync(db()).equals(before)).toBe(true);
    child.kill('SIGKILL');
    await ended;
    expect((await stowage(scan())).exitCode).toBe(0);
  });

  it('does not stop anyone from asking the last one', async () => {
    await stowage(scan());
    await startEndlessScan();
    expect(await stowage(['ls', '--db', db()])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

function temporaryFiles(): string[] {
  return fs.readdirSync(dir()).filter((name) => name.includes('.tmp'));
}

function blobsInInventory(): number {
  const inventory = openInventory(db());
  expect(inventory.database.pragma('integrity_check', { simple: true })).toBe('ok');
  const { blobs } = inventory.scan;
  inventory.close();
  return blobs;
}

function blobsOnDisk(): number {
  const names = fs.readdirSync(volume.dir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('/data') && name.includes('/blobs/')).length;
}

it('a published inventory needs no file beside it, and says what it is', async () => {
  await stowage(scan());
  const database = new Database(db(), { readonly: true });
  expect(database.pragma('journal_mode', { simple: true })).toBe('delete');
  expect(database.pragma('application_id', { simple: true })).toBe(0x73746f77);
  expect(database.pragma('user_version', { simple: true })).toBeGreaterThan(0);
  database.close();
  expect(fs.readdirSync(dir()).filter((name) => name.startsWith('stowage.db-'))).toEqual([]);
});
