import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeOverview } from '../../src/index.ts';
import { stowage } from '../support/command-line.ts';
import { madeBytes } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { BLOBS, blobPath, layerLinkPath, REPOSITORIES, revisionLinkPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

async function reportOn(build: (volume: VolumeBuilder) => unknown, ...args: string[]) {
  const volume = aVolume(path.join(dir(), 'volume'));
  build(volume);
  const scan = ['volume', '--db', 'x.db', '--settle', '0s', '-q', ...args];
  const { stdout, exitCode } = await stowage(['report', ...scan], { cwd: dir() });
  const check = await stowage(['check', '--db', 'x.db', '--fail-on', 'never', '--json'], { cwd: dir() });
  return { stdout, exitCode, check: JSON.parse(check.stdout) };
}

describe('report', () => {
  it('names what check finds, the gravest first, and no mere notes', async () => {
    const { stdout, check } = await reportOn((volume) => {
      for (const name of ['a', 'b', 'c']) {
        volume.repository('team/app').image({ layers: [name], tag: name, label: name });
        volume.writeFileAt(blobPath(layerDigest(name)), madeBytes(name, 999));
      }
      volume.repository('team/digests').image({ layers: ['d'] });
      volume.writeFileAt(`${BLOBS}/.DS_Store`, 'x');
    });
    const at = stdout.split('\n').findIndex((line) => line.startsWith('What is not as it should be'));
    const rows = stdout.split('\n').slice(at + 2, at + 5);
    expect(rows[0]).toMatch(/^ {2}blob-size-mismatch +corruption +3 {2}docker/);
    expect(rows[1]).toMatch(/^ {2}repository-without-tags +warning +1 {2}docker/);
    expect(rows[2]).toBe('  and 1 kind of note');
    expect(check.totals).toEqual({ corruption: 3, warning: 1, info: 1 });
  });

  it('prints no sum of what could go where half of the volume is not there', async () => {
    const { stdout, exitCode } = await reportOn((volume) => {
      volume.repository('team/app').image({ layers: ['a'], tag: '1' });
      volume.remove(REPOSITORIES).makeDirectory(REPOSITORIES);
    });
    expect(stdout).toContain('What could go\n  undetermined: half of the volume is not there\n');
    expect(stdout).toContain(`Is the disk of ${REPOSITORIES} mounted? It is empty`);
    expect(exitCode).toBe(0);
  });

  it('takes no child of an index that was never pushed for missing', async () => {
    const volume = aVolume(path.join(dir(), 'sparse'));
    const app = volume.repository('team/app');
    const { digest } = app.image({ layers: ['a'], label: 'a' });
    app.index({ tag: '1', children: [{ layers: ['b'], label: 'b' }, { listed: digest }] });
    volume.remove(path.dirname(revisionLinkPath('team/app', digest))).remove(path.dirname(blobPath(digest)));
    const before = await recordedInventoryOf(volume.dir);
    expect(takeOverview(before).missing).toEqual({ blobs: 0 });
    before.close();
    volume.remove(path.dirname(blobPath(layerDigest('b'))));
    const after = await recordedInventoryOf(volume.dir);
    expect(takeOverview(after).missing).toEqual({ blobs: 1 });
    after.close();
  });

  it('--cache says that it is one, and is remembered', async () => {
    const build = (volume: VolumeBuilder) => {
      for (const name of ['a', 'b']) {
        volume.repository(`library/${name}`).image({ layers: [name], tag: '1', label: name });
        volume.remove(path.dirname(blobPath(layerDigest(name))));
        volume.remove(path.dirname(layerLinkPath(`library/${name}`, layerDigest(name))));
      }
    };
    const asked = await reportOn(build);
    expect(asked.check.findings.map(({ id }: { id: string }) => id)).toContain('cache-suspected');
    const said = await reportOn(build, '--cache');
    expect(said.stdout).toContain('A pull-through cache');
    expect(said.check.totals.corruption).toBe(0);
    expect((await reportOn(build)).check.totals.corruption).toBe(0);
    expect((await reportOn(build, '--no-cache')).check.totals.corruption).toBe(2);
  });
});
