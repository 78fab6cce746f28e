import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLI, stowage } from '../support/command-line.ts';
import { digestOf } from '../support/made-bytes.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = sharedDirectory();
const run = (...args: string[]) => stowage(args, { cwd: dir() });
/** No UTF-8, and no newline at the end. */
const BYTES = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x1b, 0x5b, 0x32, 0x4a, 0x7d]);
const digests = { damaged: '', gone: '', config: '' };

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const config = { name: 'config', content: BYTES, mediaType: MEDIA_TYPES.oci.config };
  volume.repository('team/api').artifact({ config, layers: ['a'], tag: '1' });
  volume.repository('team/odd').manifest(BYTES, { tag: '1' });
  digests.damaged = volume.repository('team/damaged').image({ layers: ['b'], tag: '1' }).digest;
  digests.gone = volume.repository('team/gone').image({ layers: ['c'], tag: '1' }).digest;
  volume.repository('team/index').index({ tag: '1', children: [{ layers: ['a'] }] });
  volume.repository('team/noconfig').image({ layers: ['a'], tag: '1', format: 'schema1' });
  digests.config = digestOf(BYTES);
  await run('scan', 'volume', '--settle', '0s', '-q');
  damage(volume);
});

function damage(volume: VolumeBuilder): void {
  volume.writeFileAt(blobPath(digests.damaged), '{}').remove(blobPath(digests.gone));
}

/** What a command prints, byte for byte. */
function bytesOf(...args: string[]): Buffer {
  const { stdout, status, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: dir() });
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout;
}

describe('inspect', () => {
  it('--raw prints the bytes of which the digest is the hash', async () => {
    const { digest } = JSON.parse((await run('inspect', 'team/api:1', '--json')).stdout) as {
      digest: string;
    };
    const raw = bytesOf('inspect', 'team/api:1', '--raw');
    expect(`sha256:${createHash('sha256').update(raw).digest('hex')}`).toBe(digest);
  });

  it('--raw and --config add and change nothing, whatever the bytes are', () => {
    expect(bytesOf('inspect', 'team/odd:1', '--raw')).toEqual(BYTES);
    expect(bytesOf('inspect', 'team/api:1', '--config')).toEqual(BYTES);
  });

  it.each([
    [
      '--raw',
      'damaged',
      1,
      'its bytes hash to sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    ],
    ['--raw', 'gone', 3, 'it is not there'],
  ])('%s prints nothing of what is %s, and ends with %i', async (option, name, exitCode, complaint) => {
    const ended = await run('inspect', `team/${name}:1`, option);
    expect(ended).toMatchObject({ exitCode, stdout: '' });
    const digest = digests[name as keyof typeof digests];
    expect(ended.stderr).toBe(
      `stowage: Nothing is printed of the manifest ${digest}: ${complaint}. Its file: ${blobPath(digest)}\n`,
    );
  });

  it('says on stderr what it does not believe, and ends with 1', async () => {
    const { exitCode, stdout, stderr } = await run('inspect', 'team/damaged:1');
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(`The bytes of ${digests.damaged} hash to`),
    ]);
    expect(stdout).toContain('damaged: its bytes are not what its digest says');
  });

  it.each([
    [
      'team/index:1',
      'is an index, and has no config: name an image that it lists, such as team/index@sha256:',
    ],
    ['team/noconfig:1', 'names no config'],
  ])('--config of %s, which has none, is wrong usage', async (reference, complaint) => {
    const ended = await run('inspect', reference, '--config');
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain(complaint);
  });

  it('without the volume answers from the inventory, and prints no bytes', async () => {
    const [from, db] = [path.join(dir(), 'gone'), path.join(dir(), 'gone.db')];
    const volume = aVolume(from);
    volume.repository('team/api').image({ layers: ['a'], tag: '1' });
    await run('scan', 'gone', '--settle', '0s', '-q', '--db', db);
    volume.remove('.');
    const told = await run('inspect', 'team/api:1', '--db', db);
    expect(told).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining(`There are no blobs in ${from}`),
    });
    expect(told.stdout).toContain('└─ layer');
    expect(await run('inspect', 'team/api:1', '--raw', '--db', db)).toMatchObject({
      exitCode: 10,
      stdout: '',
    });
    expect(await run('inspect', 'team/api:1', '--volume', 'nowhere', '--db', db)).toMatchObject({
      exitCode: 10,
    });
  });

  it('reads the volume where it is now', async () => {
    expect(bytesOf('inspect', 'team/odd:1', '--raw', '--volume', 'volume/docker')).toEqual(BYTES);
  });
});
