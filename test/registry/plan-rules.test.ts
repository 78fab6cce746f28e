import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import type { EmittedScript } from './emitted-script.ts';
import { PlanLane } from './plan-lane.ts';
import { fillForPlans, revisionsIn, wholeRevisions } from './plan-volume.ts';
import { findLost, type PulledTag } from './pulls.ts';
import { pullAll } from './skopeo.ts';
import { totalFiles } from './volume-files.ts';

/** Rules, and how many deletions each makes at least. */
const RULES: readonly (readonly [rule: string[], atLeast: number])[] = [
  [['--keep-last', '2'], 3],
  [['--older-than', '90d'], 8],
  [['--keep-last', '3', '--older-than', '50d'], 2],
  [['--match', 'pr-*'], 2],
  [['--match', '*', '--untagged', '--no-protect-latest'], 25],
  [['--untagged'], 4],
  [['--untagged-only', '--older-than', '30d'], 4],
  [['--orphaned'], 1],
  [['--repository', 'multi', '--match', 'm1', '--match', 'nested'], 2],
  [['--repository', 'signed/**', '--keep-last', '1', '--untagged'], 2],
  [['--policy', 'policy.yaml'], 5],
  [['--older-than', '90d', '--in-use', 'in-use', '--in-use-may-be-empty'], 5],
  [['--older-than', '10d', '--protect', 'web:v*', '--protect', 'm?'], 4],
  [['--match', '*', '--free', '60K'], 1],
];

/** An index over an index. */
const BEYOND_SKOPEO = ['multi:nested'];

const nameOf = ({ repository, tag }: PulledTag) => `${repository}:${tag}`;

describeLive('a plan that is carried out', () => {
  const lanes: PlanLane[] = [];
  const counts = { rules: 0, deletions: 0, calls: 0, bytes: 0, pulls: 0 };

  beforeAll(async () => {
    const first = await PlanLane.open();
    lanes.push(first);
    await fillForPlans(first.registry);
    lanes.push(await PlanLane.open());
    const { root } = first.registry;
    for (const lane of lanes) await lane.begin(root);
  });
  afterAll(async () => {
    console.info(`plan-rules: ${JSON.stringify(counts)}`);
    for (const { registry } of lanes) await registry.remove();
  });

  // Each lane does one rule after the other, one lane a processor.
  const turns: Promise<void>[] = [];
  it.concurrent.each(RULES.map(([rule, atLeast], at) => [rule, atLeast, at % 2] as const))(
    '%j: frees what was said, to the byte, and nothing that stays is hurt',
    (rule, atLeast, lane) => {
      const turn = (turns[lane] ?? Promise.resolve()).then(() => carryOut(lanes[lane]!, rule, atLeast));
      turns[lane] = turn.catch(() => {});
      return turn;
    },
  );

  async function carryOut(lane: PlanLane, rule: readonly string[], atLeast: number): Promise<void> {
    const { registry, before } = lane;
    lane.reset();
    const planned = await lane.plan(rule, lane.db);
    expect(planned.delete.length).toBeGreaterThanOrEqual(atLeast);
    const script = await lane.script(planned, rule);
    const { blobs, blobBytes } = await totalFiles(registry.root);
    const url = `http://${registry.address}`;
    const run = await script.run(url);
    expect(run, run.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    if (rule.includes('--no-protect-latest')) await undoAndRepeat(lane, script);
    await registry.garbageCollect();
    const after = await totalFiles(registry.root);
    expect({ blobs: blobs - after.blobs, bytes: blobBytes - after.blobBytes }).toEqual(planned.together);

    const gone = new Set(planned.delete.map(({ repository, digest }) => `${repository}@${digest}`));
    const staying = lane.revisions.filter((revision) => !gone.has(revision));
    expect(revisionsIn(registry.root).filter((revision) => gone.has(revision))).toEqual([]);
    expect(await wholeRevisions(registry, staying)).toEqual(staying);
    const tagsGone = new Set(
      planned.delete.flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`)),
    );
    const kept = before.filter((each) => !tagsGone.has(nameOf(each)));
    expect(await findLost(kept, registry.client)).toEqual([]);
    const pulled = kept.filter((each) => !BEYOND_SKOPEO.includes(nameOf(each)));
    await pullAll(registry.address, pulled, join(registry.work, 'pulled'));

    counts.rules += 1;
    counts.deletions += planned.delete.length;
    counts.calls += run.calls.length;
    counts.bytes += planned.together.bytes;
    counts.pulls += pulled.length;
    // It would free as much again.
    if (rule.includes('--free')) return;
    const afterwards = await lane.scan('afterwards.db');
    expect((await lane.plan(rule, afterwards)).delete).toEqual([]);
  }

  async function undoAndRepeat(lane: PlanLane, script: EmittedScript): Promise<void> {
    const url = `http://${lane.registry.address}`;
    const undo = await script.run(url, {}, {}, { file: `${script.undo}/undo.sh` });
    expect(undo, undo.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await lane.answers()).toEqual(lane.answered);
    expect(await script.run(url)).toMatchObject({ exitCode: 0, stderr: '' });
  }
});
