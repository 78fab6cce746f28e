import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { DeletionScene, SCENE, signatureTag } from './deletion-scene.ts';
import type { ScriptRun } from './emitted-script.ts';
import { type Content, indexOf } from './images.ts';
import { LiveRegistry } from './live-registry.ts';

const listing = (...manifests: Content[]) =>
  indexOf(manifests.map((manifest) => ({ manifest, more: { annotations: { of: 'another client' } } })));

/** What another client does once, before any one of the script's calls. */
interface Meddling {
  /** What the script is to delete. */
  readonly plan: readonly Content[];
  readonly text: (scene: DeletionScene) => string;
  /** The tag that is pushed, and what it leads to then. */
  readonly pushed?: { readonly tag: string; readonly manifest: Content };
  /** Before every so many of the script's calls; 1 where it is not said. */
  readonly step?: number;
  /** Tags that the other client takes away itself. */
  readonly takes?: readonly string[];
}

const push = (tag: string, manifest: Content, plan: readonly Content[]): Meddling => ({
  plan,
  text: (scene) => scene.push(manifest, tag),
  pushed: { tag, manifest },
});

const inner = listing(SCENE.riscv);
const MEDDLINGS: Readonly<Record<string, Meddling>> = {
  'puts a new tag on an image of the plan': push('new', SCENE.old, [SCENE.old, SCENE.signature]),
  'moves a tag that stays onto an image of the plan': push('keep', SCENE.old, [SCENE.old, SCENE.signature]),
  'moves a tag of the plan onto an image that stays': {
    ...push('v1', SCENE.kept, [SCENE.old, SCENE.signature]),
    step: 2,
  },
  'moves a tag that stays to another image that stays': push('keep', SCENE.amd64, [SCENE.old]),
  'signs an image of the plan': {
    ...push(signatureTag(SCENE.riscv), SCENE.kept, [SCENE.oldMulti, SCENE.riscv]),
    step: 3,
  },
  'names an index over one image of the plan for another one': {
    ...push(signatureTag(SCENE.riscv), listing(SCENE.old), [SCENE.oldMulti, SCENE.riscv, SCENE.old]),
    step: 4,
  },
  'pushes an index over a child of the plan': push('new', listing(SCENE.amd64, SCENE.riscv), [
    SCENE.oldMulti,
    SCENE.riscv,
  ]),
  'moves a tag to an index over an index over a child of the plan': {
    ...push('keep', listing(inner), [SCENE.oldMulti, SCENE.riscv]),
    text: (scene) => scene.push(inner) + scene.push(listing(inner), 'keep'),
    step: 2,
  },
  'deletes an image that stays': {
    plan: [SCENE.old, SCENE.signature],
    text: (scene) => scene.delete(SCENE.kept),
    step: 2,
    takes: ['keep', 'latest'],
  },
  'deletes an image of the plan': {
    plan: [SCENE.old, SCENE.signature],
    text: (scene) => scene.delete(SCENE.old),
    step: 2,
  },
};

const UNSEEN = 'lost in the moment that nobody can watch';

describeLive('the script of a plan, while another client', () => {
  // One a processor.
  const scenes: DeletionScene[] = [];
  const counts: Record<string, Record<string, number>> = {};

  beforeAll(async () => {
    for (let each = 0; each < 2; each++) scenes.push(await DeletionScene.fill(await LiveRegistry.start()));
  });
  afterAll(async () => {
    console.info(`plan-meddled: ${JSON.stringify(counts)}`);
    for (const { registry } of scenes) await registry.remove();
  });

  it.each(Object.entries(MEDDLINGS))('%s, keeps what is kept and what is pushed', async (name, meddling) => {
    const [scene] = scenes;
    scene!.reset();
    const calls = (await scene!.script(scene!.plan(...meddling.plan)).run(scene!.url)).calls.length;
    // The first two calls look at nothing.
    const before = Array.from({ length: calls - 2 }, (_, call) => call + 3).filter(
      (call) => call % (meddling.step ?? 1) === 0,
    );
    const outcomes: Record<string, number> = {};
    counts[name] = outcomes;
    await Promise.all(
      scenes.map(async (each, lane) => {
        for (const call of before.filter((_, at) => at % scenes.length === lane)) {
          const outcome = await meddle(each, meddling, call);
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        }
      }),
    );
    // Such a tag is lost before two calls at most, and seen before all others.
    expect(outcomes[UNSEEN] ?? 0).toBeLessThanOrEqual(2);
    if (meddling.pushed?.tag === 'new') expect(outcomes['exit 3']).toBeGreaterThan(calls / 2);
  });

  async function meddle(scene: DeletionScene, meddling: Meddling, before: number): Promise<string> {
    scene.reset();
    const script = scene.script(scene.plan(...meddling.plan));
    const run = await script.run(scene.url, { meddles: [{ before, text: meddling.text(scene) }] });
    const label = `before call ${before}: ${run.calls[before - 1]}\n${run.stdout}${run.stderr}`;
    expect([0, 1, 3, 4], label).toContain(run.exitCode);
    if (run.exitCode === 0)
      for (const { digest } of meddling.plan) expect(run.stdout, label).toContain(`${digest}`);

    const { plan, pushed, takes = [] } = meddling;
    const planned = plan.map(({ digest }) => digest);
    const isKept = (tag: string) =>
      scene.before.some(
        (each) => each.repository === 'app' && each.tag === tag && !planned.includes(each.pulls[0]!.digest),
      );
    const whole = await scene.wholeTags();
    const kept = scene.before.filter(({ repository, tag }) => repository === 'app' && isKept(tag));
    expect(
      kept.map(({ tag }) => tag).filter((tag) => !whole.includes(tag) && !takes.includes(tag)),
      label,
    ).toEqual([]);
    if (run.meddled.length === 0) return 'too late';
    if (pushed !== undefined) {
      if (await isUnseen(scene, run, before, meddling)) return UNSEEN;
      expect(await scene.resolve(pushed.tag), label).toBe(pushed.manifest.digest);
      expect(whole, label).toContain(pushed.tag);
    }
    return `exit ${run.exitCode}`;
  }

  /** A new tag on an image of the plan, put there between the last look at the tags' names and the DELETE. */
  async function isUnseen(
    scene: DeletionScene,
    { calls }: ScriptRun,
    before: number,
    { plan, pushed }: Meddling,
  ): Promise<boolean> {
    if (pushed?.tag !== 'new' || !plan.includes(pushed.manifest)) return false;
    const deletion =
      calls.findIndex((call) =>
        call.includes(`-X DELETE ${scene.url}/v2/app/manifests/${pushed.manifest.digest}`),
      ) + 1;
    if (deletion !== before && deletion !== before + 1) return false;
    return (await scene.resolve('new')) === undefined;
  }
});
