import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../registry/availability.ts';
import { CLI } from '../../support/command-line.ts';
import { sharedDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { REPOSITORIES } from '../../support/volume-paths.ts';
import { BESIDE, everyCall } from './every-command.ts';
import { fingerprintOf, leaveUnread, readSince } from './fingerprint.ts';
import { changesUnder, socketsIn, traceOf } from './trace.ts';

const dir = sharedDirectory();
let volume: VolumeBuilder;
let before: string[];

beforeAll(() => {
  volume = aVolume(path.join(fs.realpathSync(dir()), 'volume')).at('2025-01-01T00:00:00Z');
  volume
    .repository('team/api')
    .image({ layers: ['base', 'api'], tag: '1' })
    .upload();
  volume.repository('web').index({ tag: '2', children: [{ layers: ['base'] }] });
  volume.symlink(`${REPOSITORIES}/alias`, 'web').orphan('orphan');
  volume.writeFileAt('stray', 'x');
  fs.writeFileSync(path.join(dir(), BESIDE.list), volume.repository('web').digest);
  leaveUnread(volume.dir);
  before = fingerprintOf(volume.dir);
});

const root = () => path.dirname(volume.dir);
const probe = aVolume(path.join(fs.mkdtempSync('/tmp/stowage-names-'), 'volume'));
probe.repository('team/api').image({ layers: ['base', 'api'], tag: '1' });
const calls = everyCall(probe);
fs.rmSync(path.dirname(probe.dir), { recursive: true });

describeWith(
  [['strace', 'strace']],
  'a command, as the kernel sees it, changes nothing under the volume and makes no socket',
  () => {
    it.each(calls.map((call) => [call]))('%j', (call) => {
      const args = call.map((arg) => arg.replace(path.dirname(probe.dir), root()));
      const trace = path.join(root(), 'trace');
      const { calls: made, status } = traceOf(trace, [process.execPath, CLI, ...args], root());
      expect(status).toBeLessThan(2);
      expect(made.length).toBeGreaterThan(10);
      expect(changesUnder(made, volume.dir, root())).toEqual([]);
      expect(socketsIn(made)).toEqual([]);
      expect(readSince(volume.dir)).toEqual([]);
      expect(fingerprintOf(volume.dir)).toEqual(before);
    });

    it('is seen where it does', () => {
      const trace = path.join(root(), 'trace');
      const node = (script: string) => traceOf(trace, [process.execPath, '-e', script], root()).calls;
      const scripts = [
        "fs.writeFileSync('volume/a', 'x'); fs.rmSync('volume/a')",
        "fs.mkdirSync('volume/b'); fs.rmdirSync('volume/b')",
        "process.chdir('volume')",
        "fs.symlinkSync('volume', 'around'); fs.utimesSync('around/stray', 1, 1); fs.rmSync('around')",
        "const d = fs.openSync('volume'); fs.rmSync('/proc/self/fd/' + d + '/stray')",
        "const f = fs.openSync('volume/docker'); try { fs.fchmodSync(f, 0o700) } finally { fs.closeSync(f) }",
      ];
      for (const script of scripts)
        expect(changesUnder(node(script), volume.dir, root()), script).not.toEqual([]);
      expect(socketsIn(node("net.connect(1).on('error', () => {})"))).not.toEqual([]);
      expect(fingerprintOf(volume.dir)).not.toEqual(before);
    });
  },
);
