import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI, stowage } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { fingerprintOf, leaveUnread } from './fingerprint.ts';

const dir = temporaryDirectory();

const CALLS = (volume: string) => [
  ['scan', volume, '--settle', '0s', '--full'],
  ['scan', volume, '--settle', '0s'],
  ['check'],
  ['verify'],
  ['inspect', 'team/api:1'],
  ['plan', '--keep-last', '1', '--registry', '3.1'],
  ['report', '--html', 'report.html'],
];

function volumeWithImage() {
  const volume = aVolume(path.join(fs.realpathSync(dir()), 'volume')).at('2025-01-01T00:00:00Z');
  volume
    .repository('team/api')
    .image({ layers: ['base', 'api'], tag: '1' })
    .upload();
  return volume;
}

/** Runs a shell in namespaces of its own, where that is allowed; the tests say aloud where it is not. */
function unshared(flags: readonly string[], script: string, args: readonly string[] = []) {
  return spawnSync('unshare', [...flags, 'sh', '-c', script, 'sh', ...args], {
    cwd: dir(),
    encoding: 'utf8',
  });
}

const allows = (flag: string) => spawnSync('unshare', [flag, 'true']).status === 0;

/** Names a test that needs a namespace, and skips it aloud where the system gives none. */
function itUnshared(flag: string, title: string, test: () => void): void {
  if (allows(flag)) return void it(title, test);
  console.warn(`SKIPPED "${title}": unshare ${flag} is not allowed here`);
  it.skip(`${title} [skipped: unshare ${flag} is not allowed here]`, test);
}

describe('whoever may only read', { timeout: 240_000 }, () => {
  it('is answered as nobody, of files that are not theirs, and changes nothing', async () => {
    const volume = volumeWithImage();
    const before = fingerprintOf(volume.dir);
    fs.chmodSync(dir(), 0o777);
    for (const call of CALLS(volume.dir)) {
      const { exitCode, stderr } = await stowage(call, { cwd: dir(), asNobody: true });
      expect([call, exitCode, stderr.replace(/^(?!.*rror).*$/gm, '').trim()]).toEqual([call, 0, '']);
    }
    expect(fingerprintOf(volume.dir)).toEqual(before);
  });

  itUnshared('-m', 'is answered from a read-only mount', () => {
    const volume = volumeWithImage();
    const script = 'mount --bind -o ro "$1" "$1" && ! touch "$1/x" 2>/dev/null && shift && exec "$@"';
    for (const call of CALLS(volume.dir)) {
      const ran = unshared(['-m'], script, [volume.dir, process.execPath, CLI, ...call]);
      expect([call, ran.status]).toEqual([call, 0]);
    }
  });

  itUnshared('-n', 'needs no network: every command works where there is none', () => {
    const volume = volumeWithImage();
    for (const call of CALLS(volume.dir)) {
      const ran = unshared(['-n'], 'exec "$@"', [process.execPath, CLI, ...call]);
      expect([call, ran.status]).toEqual([call, 0]);
    }
  });

  itUnshared('-m', 'leaves access times alone on a mount that keeps each of them', () => {
    const volume = volumeWithImage();
    leaveUnread(volume.dir);
    const script = [
      'mkdir strict && mount -t tmpfs -o strictatime none strict && cp -a "$1" strict && find strict -type f -printf "%p %A@\\n" > before',
      'shift; "$@" && find strict -type f -printf "%p %A@\\n" > after && cat strict/volume/docker/registry/v2/blobs/sha256/*/*/data > /dev/null',
      'find strict -type f -printf "%p %A@\\n" > read && cmp before after && ! cmp -s after read',
    ].join(' && ');
    const scan = ['scan', 'strict/volume', '--settle', '0s', '--db', 'strict.db', '-q'];
    expect(unshared(['-m'], script, [volume.dir, process.execPath, CLI, ...scan])).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
