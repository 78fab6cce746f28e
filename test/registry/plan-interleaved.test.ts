import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases, SEED } from '../support/random-cases.ts';
import { describeLive } from './availability.ts';
import { DeletionScene } from './deletion-scene.ts';
import type { ScriptRun } from './emitted-script.ts';
import { LiveRegistry } from './live-registry.ts';
import { type ClientStep, closureOf, type Interleaving, interleaving, textOf } from './other-client.ts';

const RUNS = cases({ few: 16, many: 200 });
/** Every so many, skopeo pulls what was pulled by HTTP: it takes a process for each tag. */
const SKOPEO_EVERY = 20;

/** What another client did before one of the script's calls. */
interface Done extends ClientStep {
  readonly before: number;
}

describeLive('the script of a plan, while another client does anything at any moment', () => {
  // One a processor.
  const scenes: DeletionScene[] = [];
  const outcomes: Record<string, number> = {};
  const calls = new Map<Interleaving['plan'], number>();

  beforeAll(async () => {
    for (let each = 0; each < 2; each++) scenes.push(await DeletionScene.fill(await LiveRegistry.start()));
  });
  afterAll(async () => {
    console.info(`plan-interleaved: STOWAGE_RANDOM_SEED=${SEED}, ${JSON.stringify(outcomes)}`);
    for (const { registry } of scenes) await registry.remove();
  });

  it('keeps what is kept and what is pushed', { timeout: 60_000 + RUNS * 6_000 }, async () => {
    const all = fc.sample(interleaving, { numRuns: RUNS, seed: SEED, unbiased: true });
    await Promise.all(
      scenes.map(async (scene, lane) => {
        for (const [number, each] of all.entries())
          if (number % scenes.length === lane) await interleave(scene, each, number);
      }),
    );
    // Had the other client always come too late, nothing would have been tried.
    expect(outcomes['steps done'] ?? 0).toBeGreaterThan(RUNS);
    expect(outcomes['not seen by anybody'] ?? 0).toBeLessThan(Math.max(3, RUNS / 10));
  });

  async function interleave(
    scene: DeletionScene,
    { plan, steps }: Interleaving,
    number: number,
  ): Promise<void> {
    scene.reset();
    const alone = await callsAlone(scene, plan);
    scene.reset();
    const script = scene.script(scene.plan(...plan));
    // The first two calls look at nothing.
    const planned = new Map(steps.map((step) => [3 + (step.at % (alone - 2)), step]));
    const meddles = [...planned].map(([before, step]) => ({ before, text: textOf(scene, step) }));
    const run = await script.run(scene.url, { meddles });
    const done = run.meddled.map((before) => ({ ...(planned.get(before) as ClientStep), before }));
    count('steps done', done.length);
    count(`exit ${run.exitCode}`, 1);
    const label = `STOWAGE_RANDOM_SEED=${SEED}, case ${number}: ${told(plan, done)}\n${run.calls.join('\n')}\n${run.stdout}${run.stderr}`;
    expect([0, 1, 3, 4], label).toContain(run.exitCode);
    const whole = new Map(
      (await scene.tagsThatPull()).map(({ tag, pulls }) => [tag, pulls[0]?.digest] as const),
    );
    for (const [tag, wanted] of expectedTags(
      scene,
      plan.map(({ digest }) => digest),
      done,
    )) {
      if (whole.get(tag) === wanted.digest) continue;
      if (isUnseen(run, scene, plan, { ...wanted, tag })) count('not seen by anybody', 1);
      else expect.fail(`${tag} should lead to ${wanted.digest} and be whole\n${label}`);
    }
    if (number % SKOPEO_EVERY === 0)
      expect((await scene.wholeTags()).sort(), label).toEqual([...whole.keys()].sort());
  }

  /** How many calls the script makes that nobody disturbs. */
  async function callsAlone(scene: DeletionScene, plan: Interleaving['plan']): Promise<number> {
    const known = calls.get(plan);
    if (known !== undefined) return known;
    const { length } = (await scene.script(scene.plan(...plan)).run(scene.url)).calls;
    calls.set(plan, length);
    return length;
  }

  function count(what: string, times: number): void {
    outcomes[what] = (outcomes[what] ?? 0) + times;
  }
});

/** Where each tag has to lead that is not the plan's: what was pushed last, or what it led to before. */
function expectedTags(
  scene: DeletionScene,
  planned: readonly string[],
  done: readonly Done[],
): Map<string, { digest: string; pushed?: Done }> {
  const expected = new Map<string, { digest: string; pushed?: Done }>();
  for (const { repository, tag, pulls } of scene.before) {
    const digest = pulls[0]?.digest ?? '';
    if (repository === 'app' && !planned.includes(digest)) expected.set(tag, { digest });
  }
  for (const each of done.toSorted((a, b) => a.before - b.before))
    if (each.does === 'push' && each.tag !== undefined)
      expected.set(each.tag, { digest: each.manifest.digest, pushed: each });
  // What the other client takes away itself is its own affair.
  const taken = done.filter(({ does }) => does === 'delete').map(({ manifest }) => manifest.digest);
  const kept = [...expected].filter(
    ([, { digest }]) => !closureOf(digest).some((each) => taken.includes(each)),
  );
  return new Map(kept);
}

/**
 * A tag of an image of the plan that nobody could see: a new one, put there between the last look at the tags' names and the
 * DELETE, or one pushed again as it was.
 */
function isUnseen(
  { calls }: ScriptRun,
  { url, before }: DeletionScene,
  plan: Interleaving['plan'],
  { tag, digest, pushed }: { tag: string; digest: string; pushed?: Done },
): boolean {
  if (pushed === undefined || !plan.some((each) => each.digest === digest)) return false;
  const deletion =
    calls.findIndex((call) => call.includes(`-X DELETE ${url}/v2/app/manifests/${digest}`)) + 1;
  const wasThere = before.some(
    (each) => each.repository === 'app' && each.tag === tag && each.pulls[0]?.digest === digest,
  );
  if (wasThere) return pushed.before <= deletion;
  const look = calls.slice(0, deletion).findLastIndex((call) => call.endsWith('/v2/app/tags/list')) + 1;
  return look < pushed.before && pushed.before <= deletion;
}

function told(plan: Interleaving['plan'], done: readonly Done[]): string {
  const steps = done.map(
    ({ before, does, manifest, tag }) => `before ${before} ${does} ${manifest.digest} ${tag ?? ''}`,
  );
  return `${plan.map(({ digest }) => digest).join(' ')} while ${steps.join(', ')}`;
}
