import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentLinkPath } from '../support/volume-paths.ts';
import { describeLive } from './availability.ts';
import { DELETABLE, DeletionScene, SCENE } from './deletion-scene.ts';
import { FaultyProxy } from './faulty-proxy.ts';
import { LiveRegistry } from './live-registry.ts';
import type { RegistrySettings } from './registry-config.ts';

describeLive('the script of a plan', () => {
  let scene: DeletionScene;
  let untouched: Record<string, string>;

  beforeAll(async () => {
    scene = await DeletionScene.fill(await LiveRegistry.start());
    untouched = await scene.answers();
  });
  afterAll(() => scene?.registry.remove());
  beforeEach(() => scene.reset());

  const script = (changed = {}) => scene.script({ ...scene.plan(...DELETABLE), ...changed });

  describe('deletes nothing', () => {
    it('where deletes are off', () => isOff({ deletes: false }));

    it('where the registry is a pull-through cache', async () => {
      const remote = await FaultyProxy.before(scene.url);
      remote.treatment = { fault: () => ({ status: 200, headers: {}, body: Buffer.from('{}') }) };
      await isOff({ remote: remote.url }).finally(() => remote.close());
    });

    async function isOff(settings: RegistrySettings): Promise<void> {
      await scene.registry.restart(settings);
      const run = await script().run(scene.url);
      await scene.registry.restart({});
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toBe(
        'Stopped: The registry deletes nothing: set storage.delete.enabled (REGISTRY_STORAGE_DELETE_ENABLED=true) and restart it. A pull-through cache never does.\n',
      );
      expect(run.calls).toHaveLength(2);
    }

    it('where the registry is read-only', async () => {
      await scene.registry.restart({ readOnly: true });
      const run = await script().run(scene.url);
      await scene.registry.restart({});
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toBe('Stopped: The registry is in read-only mode (storage.maintenance.readonly).\n');
    });

    it('where the registry is of another family', async () => {
      const run = await script({ family: '3.x' }).run(scene.url);
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toBe(
        'Stopped: This plan is for registry 3.x, and the registry is one of 2.7-2.8: plan again with that.\n',
      );
    });

    it('where the scan is old, unless that is allowed', async () => {
      const scannedAt = new Date(Date.now() - 30 * 3_600_000).toISOString();
      const run = await script({ scannedAt }).run(scene.url);
      expect(run).toMatchObject({ exitCode: 1, stdout: '', calls: [] });
      expect(run.stderr).toMatch(/^Stopped: The scan is 30 h old: scan and plan again\./);
      const tries = ['29h', '1d', '1799m', 'x', ''].map(
        async (age) => (await script({ scannedAt }).run(scene.url, {}, { STOWAGE_MAX_AGE: age })).exitCode,
      );
      expect(await Promise.all(tries)).toEqual([1, 1, 1, 2, 1]);
      expect(await scene.answers()).toEqual(untouched);
      const allowed = await script({ scannedAt }).run(scene.url, {}, { STOWAGE_MAX_AGE: '2d' });
      expect(allowed).toMatchObject({ exitCode: 0, stderr: '' });
    });

    it('where it is told to look only', async () => {
      const run = await script().run(scene.url, {}, { STOWAGE_DRY_RUN: '1' });
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.stdout.match(/: would be deleted$/gm)).toHaveLength(DELETABLE.length);
      expect(run.stdout).not.toContain('What comes next');
      expect(await scene.answers()).toEqual(untouched);
    });

    it('where nobody answers', async () => {
      const run = await script().run('http://127.0.0.1:1');
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(/Stopped: GET \/v2\/: no answer, curl: \(7\) .*\n$/);
    });
  });

  it('says so where it was cut off as a file', async () => {
    const cut = script();
    const file = join(cut.directory, 'plan.sh');
    truncateSync(file, readFileSync(file).length - 'finish\n'.length);
    const run = await cut.run(scene.url);
    expect(run).toMatchObject({
      exitCode: 4,
      stderr: 'This script ends before its end: was it cut off?\n',
    });
  });

  it('runs in busybox, where there is one, and in bash', async () => {
    for (const shell of ['busybox ash', 'bash']) {
      scene.reset();
      const run = await script().run(scene.url, {}, {}, { shell });
      if (run.exitCode === 127) continue;
      expect(run, shell).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await scene.areGone(), shell).toBe(true);
    }
  });

  it('ends on a tag that the registry cannot read, and undo.sh helps when that is mended', async () => {
    const one = script();
    const { calls } = await one.run(scene.url);
    const deletion =
      calls.findIndex((call) =>
        call.includes(`-X DELETE ${scene.url}/v2/app/manifests/${SCENE.old.digest}`),
      ) + 1;
    scene.reset();
    const link = join(scene.registry.root, currentLinkPath('app', 'keep'));
    const content = readFileSync(link);
    const broken = script();
    const run = await broken.run(scene.url, { meddles: [{ before: deletion, text: `: >'${link}'` }] });
    expect(run, run.stderr).toMatchObject({ exitCode: 4 });
    expect(run.stderr).toMatch(
      /\napp:keep: HTTP 500: asking again in 16 s\nStopped: HEAD app:keep: HTTP 500\n$/,
    );
    writeFileSync(link, content);
    const undo = await broken.run(scene.url, {}, {}, { file: `${broken.undo}/undo.sh` });
    expect(undo).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await scene.answers()).toEqual(untouched);
  });

  it('is not led astray by names that the API cannot have', async () => {
    for (const name of ['a,"b', ']', '"tags":[', '"keep"', '\\"', 'x"]}']) scene.makeTag(name, SCENE.kept);
    const one = script();
    await scene.registry.client.putManifest('app', SCENE.old, 'zz');
    const run = await one.run(scene.url);
    expect(run.exitCode, run.stdout).toBe(3);
    expect(run.stderr).toContain(`  the tag zz leads to ${SCENE.old.digest}\n`);
    expect(await scene.resolve('v1')).toBe(SCENE.old.digest);
  });
});
