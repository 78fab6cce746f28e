import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fullVolume } from '../leftovers/full-volume.ts';
import { CLI, stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
const ODD = Buffer.concat([Buffer.from('a\n\u001b[2J'), Buffer.from([0xff])]);

beforeAll(async () => {
  const volume = fullVolume(path.join(dir(), 'volume'));
  const odd = Buffer.concat([Buffer.from(`${volume.resolve(REPOSITORIES)}/team/`), ODD]);
  fs.writeFileSync(odd, 'nobody knows');
  fs.utimesSync(odd, new Date('2026-01-05T08:00:00Z'), new Date('2026-01-05T08:00:00Z'));
  const { exitCode } = await stowage(['scan', 'volume', '--settle', '0s'], cwd());
  expect(exitCode).toBe(0);
});

const leftovers = (...args: string[]) => stowage(['leftovers', ...args], cwd());

describe('stowage leftovers --list', () => {
  it('prints whole paths of what is below the volume, escaped, one a line', async () => {
    const { exitCode, stdout } = await leftovers('--list', 'stray');
    const team = path.join(fs.realpathSync(dir()), 'volume', REPOSITORIES, 'team');
    expect([exitCode, stdout]).toEqual([0, `${team}/a\\x0a\\x1b[2J\\ufffd\n${team}/backup.tar\n`]);
  });

  it('says what to do on stderr, unless nobody wants to hear it', async () => {
    const remedy =
      'stowage: Find out whose they are, and move them out of the volume: no registry knows of them.\n';
    expect((await leftovers('--list', 'stray')).stderr).toBe(remedy);
    expect((await leftovers('--list', 'stray', '-q')).stderr).toBe('');
  });

  it('with --print0 gives other tools the paths as they are on the disk', () => {
    const args = [CLI, 'leftovers', '-q', '--list', 'stray', '--print0'];
    const stdout = execFileSync(process.execPath, args, cwd());
    const paths = stdout.toString('latin1').split('\0');
    expect(paths.pop()).toBe('');
    expect(paths.map((each) => fs.existsSync(Buffer.from(each, 'latin1')))).toEqual([true, true]);
    expect(paths[0]?.endsWith(`/team/${ODD.toString('latin1')}`)).toBe(true);
  });

  it('has all of them unless --limit is given, and nothing that is young unless --min-age says so', async () => {
    const lines = async (...args: string[]) =>
      (await leftovers('--list', 'layer-link-stale', ...args)).stdout.split('\n').length - 1;
    expect([await lines(), await lines('--limit', '1')]).toEqual([3, 1]);
    expect(await lines('--min-age', '9999d')).toBe(0);
  });

  it('restricts JSON to the kind', async () => {
    const { stdout } = await leftovers('--list', 'stray', '--json');
    const { totals, kinds, items } = JSON.parse(stdout);
    expect(totals).toEqual({ count: 2, files: 2, bytes: 7012 });
    expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['stray']);
    expect(items[0]).toMatchObject({ kind: 'stray', files: 1, bytes: 12, young: false });
    expect(Buffer.from(items[0].pathBase64, 'base64').subarray(-ODD.length)).toEqual(ODD);
  });

  it('refuses a kind that there is not, and --print0 without one', async () => {
    expect(await leftovers('--list', 'uploads')).toMatchObject({ exitCode: 2, stdout: '' });
    const { exitCode, stderr } = await leftovers('--print0');
    expect(exitCode).toBe(2);
    expect(stderr).toBe('stowage: --print0 ends what --list prints: name a kind with --list <kind>.\n');
  });

  it('refuses what nobody can tell by the volume, and what may be in use', async () => {
    const volume = fullVolume(path.join(dir(), 'elsewhere'));
    const list = async () => {
      await stowage(['scan', volume.dir, '--settle', '0s', '--db', 'elsewhere.db'], cwd());
      return leftovers('--db', 'elsewhere.db', '--list', 'layer-link-stale', '--print0');
    };
    volume.repository('team/hidden').manifest('no JSON', { tag: '1' });
    const hidden = await list();
    expect(hidden).toMatchObject({ exitCode: 2, stdout: '' });
    expect(hidden.stderr).toMatch(/^stowage: What seems layer-link-stale may be in use: no paths to remove/);
    volume.writeFileAt('docker/registry/lockfiles/database-in-use', '{"version":1}');
    const elsewhere = await list();
    expect(elsewhere).toMatchObject({ exitCode: 2, stdout: '' });
    expect(elsewhere.stderr).toMatch(/^stowage: Nobody can tell .* GitLab keeps tags and manifests/);
  });
});

describe('stowage leftovers', () => {
  it('for people, kind by kind, those that take most first', async () => {
    const { stdout } = await leftovers();
    const steady = stdout.replaceAll(fs.realpathSync(dir()), '<dir>').replaceAll(/ \d+d /g, ' <age> ');
    await expect(steady).toMatchFileSnapshot('expected/leftovers-of-each-kind.txt');
  });
});
