import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../registry/availability.ts';
import { CLI, stowage } from '../../support/command-line.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { fingerprintOf, leaveUnread, readSince } from './fingerprint.ts';
import { changesUnder, readTrace, socketsIn, startTraced } from './trace.ts';

const dir = temporaryDirectory();

describeWith(
  [
    ['strace', 'strace'],
    ['skopeo', 'skopeo'],
    ['curl', 'curl'],
  ],
  'a service that is pulled from, as the kernel sees it',
  () => {
    it('changes nothing under the volume, and has no socket but its listener', {
      timeout: 240_000,
    }, async () => {
      const root = fs.realpathSync(dir());
      const volume = aVolume(path.join(root, 'volume')).at('2025-01-01T00:00:00Z');
      volume.repository('team/api').image({ layers: ['base', 'api'], tag: '1' });
      expect((await stowage(['scan', volume.dir, '--settle', '0s', '-q'], { cwd: root })).exitCode).toBe(0);
      leaveUnread(volume.dir);
      const before = fingerprintOf(volume.dir);
      const trace = path.join(root, 'trace');
      const serve = [process.execPath, CLI, 'serve', volume.dir, '--port', '0', '--rescan', '1h'];
      const service = startTraced(trace, serve, root);
      const ended = once(service, 'close');
      const address = await addressOf(service.stdout as NodeJS.ReadableStream);
      const image = `docker://${address}/team/api:1`;
      execFileSync('skopeo', [
        'copy',
        '-q',
        '--src-tls-verify=false',
        image,
        `dir:${path.join(root, 'pulled')}`,
      ]);
      for (const page of ['/', '/api/v1/report', '/api/v1/check', '/metrics', '/v2/_catalog'])
        execFileSync('curl', ['-fsS', '-o', path.join(root, 'page'), `http://${address}${page}`]);
      for (const pid of childrenOf(service.pid ?? 0)) process.kill(pid, 'SIGTERM');
      await ended;
      expect(fs.readdirSync(path.join(root, 'pulled')).length).toBeGreaterThan(3);
      const calls = readTrace(trace);
      expect(changesUnder(calls, volume.dir, root)).toEqual([]);
      expect(readSince(volume.dir)).toEqual([]);
      expect(fingerprintOf(volume.dir)).toEqual(before);
      const sockets = socketsIn(calls).map((line) => line.replace(/^\d+ +/, ''));
      expect(sockets.filter((line) => line.startsWith('connect') || line.startsWith('send'))).toEqual([]);
      const made = sockets.filter((line) => /^(?:socket|bind)\(/.test(line));
      expect(made.filter((line) => !/AF_INET, SOCK_STREAM|inet_addr\("127\.0\.0\.1"\)/.test(line))).toEqual(
        [],
      );
      expect(sockets.filter((line) => line.startsWith('listen('))).toHaveLength(1);
    });
  },
);

function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    output.on('data', (text: Buffer) => {
      const address = /http:\/\/(127\.0\.0\.1:\d+)/.exec(String(text))?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}

function childrenOf(pid: number): number[] {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}
