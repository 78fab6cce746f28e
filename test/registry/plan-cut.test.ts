import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { DELETABLE, DeletionScene, SCENE, signatureTag } from './deletion-scene.ts';
import { LiveRegistry } from './live-registry.ts';

const GONE = ['old-multi', 'v1', 'v1.0', signatureTag(SCENE.old)];

describeLive('the script of a plan, cut off on its way', () => {
  // One a processor.
  const scenes: DeletionScene[] = [];

  beforeAll(async () => {
    for (let each = 0; each < 2; each++) scenes.push(await DeletionScene.fill(await LiveRegistry.start()));
  });
  afterAll(async () => {
    for (const { registry } of scenes) await registry.remove();
  });

  it('leaves after each call what stays whole, ends with a second run, and can be undone', async () => {
    const [scene] = scenes;
    const whole = await scene!.script(scene!.plan(...DELETABLE)).run(scene!.url);
    expect(whole).toMatchObject({ exitCode: 0, stderr: '' });
    const calls = whole.calls.length;
    expect(whole.calls.filter((call) => /-X DELETE .*@?sha256:[^0]/.test(call))).toHaveLength(
      DELETABLE.length,
    );
    await Promise.all(
      scenes.map(async (each, lane) => {
        for (let call = 1 + lane; call <= calls; call += scenes.length) await cut(each, call);
      }),
    );
    console.info(`plan-cut: cut off after each of ${calls} calls`);
  });

  async function cut(scene: DeletionScene, call: number): Promise<void> {
    const label = `cut off after call ${call}`;
    scene.reset();
    const before = await scene.answers();
    const script = scene.script(scene.plan(...DELETABLE));
    const first = await script.run(scene.url, { cutAfter: call });
    expect(first, label).toMatchObject({ exitCode: null });

    const lost = await scene.lostTags();
    expect(
      lost.filter((tag) => !GONE.includes(tag)),
      label,
    ).toEqual([]);
    // An image is never there without what vouches for it.
    if (lost.includes(signatureTag(SCENE.old))) expect(lost, label).toContain('v1');

    const second = await script.run(scene.url);
    expect(second, label).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await scene.lostTags()).sort(), label).toEqual([...GONE].sort());
    for (const { digest } of DELETABLE)
      expect(await scene.registry.client.findManifest('app', digest), label).toBeNull();

    if (call % 3 > 0) return;
    // One undo.sh for both runs.
    const undo = await script.run(scene.url, {}, {}, { file: `${script.undo}/undo.sh` });
    expect(undo, label).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await scene.answers(), label).toEqual(before);
  }
});
