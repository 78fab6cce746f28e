import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifiedPath } from '../../src/inventory/beside/verified-file.ts';
import { endOf, startStowage, stowage } from '../support/command-line.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';
import { flipBit } from './planted.ts';
import { results } from './results.ts';

describe('stowage verify', () => {
  const dir = temporaryDirectory();
  const LAYER = layerDigest('base');
  let volume: VolumeBuilder;
  let db: string;
  beforeEach(async () => {
    volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('team/app').image({ layers: ['base'], tag: '1' });
    volume.orphan('orphan');
    db = path.join(dir(), 'stowage.db');
    await stowage(['scan', volume.dir, '--db', db, '--settle', '0s', '-q']);
  });
  const verify = (...args: string[]) => stowage(['verify', ...args, '--db', db]);

  it('ends with 0 where all is well, and draws nothing on a pipe', async () => {
    const { exitCode, stdout, stderr } = await verify();
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Verified {2}[\d.]+ KiB in 4 blobs, in \d+ ms, .*\/s\n {2}each is what its digest says\n$/,
    );
  });

  it('has its keys in JSON', async () => {
    const answer = JSON.parse((await verify('--json')).stdout);
    expect(answer).toMatchObject({ schema: 'stowage.verify/1', verified: 4, skipped: 0, interrupted: false });
    expect(Object.keys(answer)).toEqual(
      'schema verified bytes skipped mismatches transient missing unreadable interrupted durationMs'.split(
        ' ',
      ),
    );
  });

  it('ends with 1 on a mismatch, and names path and tags', async () => {
    flipBit(volume, LAYER);
    const { exitCode, stdout } = await verify();
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^1 blob is not what its digest says:\n/);
    expect(stdout).toContain(blobPath(LAYER));
    expect(stdout).toContain('breaks team/app:1');
  });

  it('ends with 0 where a blob went', async () => {
    volume.remove(path.dirname(blobPath(LAYER)));
    const { exitCode, stdout } = await verify();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 blob gone since the scan, which is no damage');
  });

  it('ends with 3 where a blob cannot be read, also on a mismatch', async () => {
    flipBit(volume, LAYER);
    const orphan = blobPath(volume.orphan('orphan'));
    volume.remove(orphan).makeDirectory(orphan);
    const { exitCode, stdout } = await verify();
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`1 blob could not be read:\n  ${orphan}: directory\n`);
  });

  it.each([
    [2, ['team/none'], "no repository 'team/none'"],
    [2, ['--sample', '0%'], '5%'],
    [2, ['--sample', '5'], '5%'],
    [2, ['--full', '--again-after', '1d'], 'cannot be used with'],
    [10, ['/nowhere'], 'no registry volume at /nowhere'],
  ])('ends with %i on %s', async (code, args, message) => {
    const { exitCode, stderr } = await verify(...args);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
  });

  it('ends with 10 where the disk is not mounted', async () => {
    fs.renameSync(volume.dir, `${volume.dir}-unmounted`);
    expect(await verify()).toMatchObject({
      exitCode: 10,
      stderr: expect.stringContaining('is the disk mounted?'),
    });
  });

  it('ends with 12 where there is no inventory', async () => {
    expect(await stowage(['verify', '--db', path.join(dir(), 'none.db')])).toMatchObject({ exitCode: 12 });
  });

  it('takes a path for the volume and a name for a repository', async () => {
    const moved = `${volume.dir}-moved`;
    fs.renameSync(volume.dir, moved);
    const verified = async (...args: string[]) =>
      JSON.parse((await verify(...args, '--json')).stdout).verified;
    expect(await verified(moved)).toBe(4);
    expect(await verified(moved, 'team/app')).toBe(3);
    expect(await verified('team/app', '--volume', moved)).toBe(3);
    expect((await verify(moved, '--volume', moved)).exitCode).toBe(2);
  });
});

/** Blobs of zeros, without room on the disk, under their own digests: long work that needs no disk. */
describe('stowage verify of much', { timeout: 240_000 }, () => {
  const BLOBS = 100;
  const MIB = 1024 * 1024;
  let dir: string;
  let db: string;
  beforeAll(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-verify-'));
    const zeros = Buffer.alloc(MIB);
    const hash = createHash('sha256');
    for (let filled = 0; filled < 32; filled++) hash.update(zeros);
    for (let number = 1; number <= BLOBS; number++) {
      hash.update(zeros.subarray(0, 4096));
      const file = path.join(dir, 'volume', blobPath(`sha256:${hash.copy().digest('hex')}`));
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.closeSync(fs.openSync(file, 'w'));
      fs.truncateSync(file, 32 * MIB + number * 4096);
    }
  });
  beforeEach(async () => {
    db = path.join(fs.mkdtempSync(path.join(dir, 'run-')), 'stowage.db');
    await stowage(['scan', path.join(dir, 'volume'), '--db', db, '--settle', '0s', '-q']);
  });
  afterAll(() => fs.rmSync(dir, { recursive: true }));

  const kept = () => results(verifiedPath(db)).length;

  async function startUntilSomeIsKept() {
    const child = startStowage(['verify', '--db', db, '--threads', '1', '--json']);
    const end = endOf(child);
    while (kept() === 0 && child.exitCode === null) await wait(50);
    return { child, end };
  }

  it('goes on after a kill where it stopped', async () => {
    const { child, end } = await startUntilSomeIsKept();
    child.kill('SIGKILL');
    expect(await end).toMatchObject({ signal: 'SIGKILL' });
    const before = kept();
    const { exitCode, stdout } = await stowage(['verify', '--db', db, '--json']);
    const { verified, skipped, mismatches } = JSON.parse(stdout);
    expect([exitCode, mismatches]).toEqual([0, []]);
    expect(skipped).toBe(before);
    expect(skipped).toBeGreaterThan(0);
    expect(verified).toBe(BLOBS - before);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s keeps what is done, says it, and ends with %i', async (signal, code) => {
    const { child, end } = await startUntilSomeIsKept();
    child.kill(signal);
    const { exitCode, stdout } = await end;
    expect(exitCode).toBe(code);
    const { verified, interrupted } = JSON.parse(stdout);
    expect(interrupted).toBe(true);
    expect(verified).toBeGreaterThan(0);
    expect(verified).toBeLessThan(BLOBS);
    expect(kept()).toBe(verified);
  });

  it('is done by one at a time', async () => {
    const { child, end } = await startUntilSomeIsKept();
    expect(await stowage(['verify', '--db', db])).toMatchObject({
      exitCode: 11,
      stderr: expect.stringContaining('Another verification is writing'),
    });
    child.kill('SIGKILL');
    await end;
  });
});
