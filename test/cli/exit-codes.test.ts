import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { lockInventory } from '../../src/inventory/write/lock.ts';
import { stowage } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const run = (...args: string[]) => stowage(args, { cwd: dir() });
let volume: VolumeBuilder;
beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
});

describe('0', () => {
  it('is the end of a scan, and of a question', async () => {
    expect(await run('scan', 'volume')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run('usage')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('is the end of a report that scans first', async () => {
    expect(await run('report', 'volume')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('is the end of a scan that meets damage: damage is data', async () => {
    volume.repository('team/api').revisionLink(volume.repository('team/api').digest, 'torn');
    expect(await run('scan', 'volume', '--settle', '0s')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('3, incomplete', () => {
  it('is the end where a directory cannot be read, for the scan and for every question after it', async () => {
    const locked = volume.resolve(`${REPOSITORIES}/team/api/_manifests`);
    fs.chmodSync(dir(), 0o777);
    fs.chmodSync(locked, 0);
    const options = { cwd: dir(), asNobody: true };
    const scan = await stowage(['scan', 'volume', '--settle', '0s'], options);
    expect(scan).toMatchObject({ exitCode: 3, stderr: '' });
    expect(scan.stdout).toContain('Not complete: ');
    const orphans = await stowage(['orphans', '--json'], options);
    expect([orphans.exitCode, JSON.parse(orphans.stdout).undetermined]).toEqual([3, true]);
    for (const command of ['report', 'usage', 'ls']) {
      expect((await stowage([command], options)).exitCode, command).toBe(3);
    }
    fs.chmodSync(locked, 0o755);
  });
});

describe('10, no volume', () => {
  it.each([
    ['a directory that is not there', 'nothing'],
    ['a directory without a volume', 'empty'],
    ['a file', 'file'],
    ['a volume in which nothing is', 'new'],
  ])('%s', async (_, name) => {
    fs.mkdirSync(path.join(dir(), 'empty'));
    fs.writeFileSync(path.join(dir(), 'file'), '');
    aVolume(path.join(dir(), 'new'));
    const { exitCode, stdout, stderr } = await run('scan', name);
    expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: '' });
    expect(stderr).toMatch(/^stowage: .*is the disk mounted\?\n$/i);
    expect(fs.readdirSync(dir()).filter((file) => file.startsWith('stowage.db'))).not.toContain('stowage.db');
  });

  it('a volume that has become empty does not replace the last inventory', async () => {
    await run('scan', 'volume');
    volume.remove('docker').makeDirectory('docker/registry/v2/blobs');
    expect((await run('scan', 'volume')).exitCode).toBe(10);
    expect((await run('ls')).stdout).toBe('team/api\n');
  });
});

it('11: another scan holds the inventory', async () => {
  const lock = lockInventory(path.join(dir(), 'stowage.db'));
  expect(await run('scan', 'volume')).toMatchObject({ exitCode: 11, stdout: '' });
  lock.release();
  expect(await run('scan', 'volume')).toMatchObject({ exitCode: 0, stderr: '' });
});

it('12: there is no inventory', async () => {
  const { exitCode, stdout, stderr } = await run('usage');
  expect({ exitCode, stdout }).toEqual({ exitCode: 12, stdout: '' });
  expect(stderr).toMatch(/^stowage: There is no inventory stowage\.db: run 'stowage scan <volume>' first/);
});
