import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Deletion } from '../../src/plan/plan.ts';
import { currentLinkPath } from '../support/volume-paths.ts';
import { describeLive } from './availability.ts';
import { DeletionScene, SCENE } from './deletion-scene.ts';
import { type Asked, type Fault, FaultyProxy } from './faulty-proxy.ts';
import { LiveRegistry } from './live-registry.ts';

/*
 * No package has a registry 3.x. Before the real 2.8.2 stands what 3.1.1 does otherwise (registry/handlers/manifests.go,
 * DeleteManifest): a DELETE by tag takes the tag, and nothing else. So this proves the script, and not the registry.
 */
describeLive('the script of a plan, where tags go alone', () => {
  let scene: DeletionScene;
  let proxy: FaultyProxy;

  beforeAll(async () => {
    scene = await DeletionScene.fill(await LiveRegistry.start());
    proxy = await FaultyProxy.before(scene.url);
    proxy.treatment = { fault: deleteTag };
  });
  afterAll(async () => {
    proxy?.close();
    await scene?.registry.remove();
  });
  beforeEach(() => scene.reset());

  function deleteTag({ method, url }: Asked): Fault {
    const [, repository = '', tag = ''] = /^\/v2\/(.+)\/manifests\/([^:]+)$/.exec(url) ?? [];
    if (method !== 'DELETE' || tag === '') return undefined;
    const directory = dirname(dirname(join(scene.registry.root, currentLinkPath(repository, tag))));
    if (!existsSync(directory))
      return { status: 404, headers: {}, body: Buffer.from('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}') };
    rmSync(directory, { recursive: true });
    return { status: 202, headers: {}, body: Buffer.alloc(0) };
  }

  const alone = (tag: string, { digest }: { digest: string }): Deletion => ({
    repository: 'app',
    tag,
    digest,
    tags: [],
    reasons: ['selected'],
  });

  function script(...tags: Deletion[]) {
    const plan = scene.plan(SCENE.oldMulti, SCENE.riscv);
    const keep = plan.keep.filter(({ tag }) => tags.every((each) => each.tag !== tag));
    return scene.script({ ...plan, family: '3.x', keep, delete: [...plan.delete, ...tags] });
  }

  it('takes them and leaves their images, and undo.sh puts them back', async () => {
    const before = await scene.answers();
    const one = script(alone('keep', SCENE.kept), alone('v1.0', SCENE.old));
    const run = await one.run(proxy.url);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain(`[4/4] app:v1.0 (${SCENE.old.digest}): deleted\n`);
    expect(run.stdout).toContain('registry garbage-collect /etc/distribution/config.yml\n');
    expect(await scene.lostTags()).toEqual(['keep', 'old-multi', 'v1.0']);
    expect(await scene.resolve('latest')).toBe(SCENE.kept.digest);
    expect(await one.run(proxy.url)).toMatchObject({ exitCode: 0, stderr: '' });
    const undo = await one.run(proxy.url, {}, {}, { file: `${one.undo}/undo.sh` });
    expect(undo).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await scene.answers()).toEqual(before);
  });

  it('leaves one that leads elsewhere just before it goes', async () => {
    const deletions = [alone('keep', SCENE.kept), alone('v1.0', SCENE.old)];
    const { calls } = await script(...deletions).run(proxy.url);
    const head = calls.findIndex((call) => call.endsWith('/v2/app/manifests/v1.0')) + 1;
    scene.reset();
    const meddles = [{ before: head, text: scene.push(SCENE.amd64, 'v1.0') }];
    const run = await script(...deletions).run(proxy.url, { meddles });
    expect(run).toMatchObject({ exitCode: 3, meddled: [head] });
    expect(run.stderr).toBe(
      `[4/4] app:v1.0 (${SCENE.old.digest}): leads elsewhere by now, and is left so\nLeft as they are: 1. Scan and plan again for what is left.\n`,
    );
    expect(await scene.resolve('v1.0')).toBe(SCENE.amd64.digest);
    expect(await scene.resolve('keep')).toBeUndefined();
  });

  it('is refused by 2.x', async () => {
    const run = await script(alone('keep', SCENE.kept)).run(scene.url);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  });
});
