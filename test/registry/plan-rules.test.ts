import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { describeLive } from './availability.ts';
import { EmittedScript } from './emitted-script.ts';
import { LiveRegistry } from './live-registry.ts';
import { fillForPlans, revisionsIn, wholeRevisions } from './plan-volume.ts';
import { findLost, type PulledTag, pullTags } from './pulls.ts';
import { pullAll } from './skopeo.ts';
import { skopeoPulls } from './skopeo-pulls.ts';
import { ask, stowage } from './stowage.ts';
import { totalFiles } from './volume-files.ts';

const POLICY = `rules:
  - { name: pull requests, repositories: web, tags: 'pr-*', older-than: 14d }
  - { name: releases, repositories: 'web', tags: ['v5', 'v6', 'stable'], keep: all }
  - { name: rest, keep-last: 1, untagged: true, older-than: 25d }
`;

/** Rules, and how many deletions each makes at least. */
const RULES: readonly (readonly [rule: string[], atLeast: number])[] = [
  [['--keep-last', '2'], 3],
  [['--older-than', '90d'], 8],
  [['--keep-last', '3', '--older-than', '50d'], 2],
  [['--match', 'pr-*'], 2],
  [['--match', '*', '--no-protect-latest'], 20],
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

const nameOf = ({ repository, tag }: PulledTag) => `${repository}:${tag}`;

describeLive('a plan that is carried out', () => {
  let registry: LiveRegistry;
  let saved: string;
  let db: string;
  let before: PulledTag[];
  let revisions: string[];
  let isPullable: ReadonlySet<string>;
  const counts = { rules: 0, deletions: 0, calls: 0, bytes: 0, pulls: 0 };

  beforeAll(async () => {
    registry = await LiveRegistry.start();
    await fillForPlans(registry);
    saved = join(registry.work, 'saved');
    db = join(registry.work, 'stowage.db');
    cpSync(registry.root, saved, { recursive: true, preserveTimestamps: true });
    await scan(db);
    before = await pullTags(registry.root, registry.client);
    // An index over an index is beyond skopeo.
    isPullable = new Set(await skopeoPulls(registry, before.map(nameOf)));
    expect(before.map(nameOf).filter((name) => !isPullable.has(name))).toEqual(['multi:nested']);
    revisions = await wholeRevisions(registry, revisionsIn(registry.root));
    const inUse = await registry.client.resolve('web', 'v4');
    writeFileSync(join(registry.work, 'in-use'), `docker-pullable://registry.example.com/web@${inUse}\n`);
    writeFileSync(join(registry.work, 'policy.yaml'), POLICY);
  });
  afterAll(async () => {
    console.info(`plan-rules: ${JSON.stringify(counts)}`);
    await registry?.remove();
  });

  beforeEach(() => {
    rmSync(join(registry.root, 'docker'), { recursive: true });
    cpSync(saved, registry.root, { recursive: true, preserveTimestamps: true });
  });

  const scan = (into: string) => ask('scan', registry.root, '--db', into, '--settle', '0s');

  async function askPlan(rule: readonly string[], from: string, ...how: string[]): Promise<string> {
    const args = rule.map((each) =>
      each === 'in-use' || each === 'policy.yaml' ? join(registry.work, each) : each,
    );
    const run = await stowage('plan', '--registry', '2.8.2', ...args, '--db', from, ...how);
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    return run.stdout;
  }

  async function plan(rule: readonly string[], from: string): Promise<Plan> {
    return JSON.parse(await askPlan(rule, from, '--json'));
  }

  async function scriptOf(rule: readonly string[]): Promise<EmittedScript> {
    const file = join(registry.work, 'plan.sh');
    rmSync(file, { force: true });
    await askPlan(rule, db, '--emit', 'sh', '--output', file);
    return new EmittedScript(join(registry.work, 'script'), readFileSync(file, 'utf8'));
  }

  it.each(RULES)(
    '%j: frees what was said, to the byte, and nothing that stays is hurt',
    async (rule, atLeast) => {
      const planned = await plan(rule, db);
      expect(planned.delete.length).toBeGreaterThanOrEqual(atLeast);
      const script = await scriptOf(rule);
      const { blobs, blobBytes } = await totalFiles(registry.root);
      const run = await script.run(`http://${registry.address}`);
      expect(run, run.stderr).toMatchObject({ exitCode: 0, stderr: '' });
      await registry.garbageCollect();
      const after = await totalFiles(registry.root);
      expect({ blobs: blobs - after.blobs, bytes: blobBytes - after.blobBytes }).toEqual(planned.together);

      const gone = new Set(planned.delete.map(({ repository, digest }) => `${repository}@${digest}`));
      const staying = revisions.filter((revision) => !gone.has(revision));
      const left = revisionsIn(registry.root);
      expect(left.filter((revision) => gone.has(revision))).toEqual([]);
      expect(await wholeRevisions(registry, staying)).toEqual(staying);
      const tagsGone = new Set(
        planned.delete.flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`)),
      );
      const kept = before.filter((each) => !tagsGone.has(nameOf(each)));
      expect(await findLost(kept, registry.client)).toEqual([]);
      const pulled = kept.filter((each) => isPullable.has(nameOf(each)));
      await pullAll(registry.address, pulled, join(registry.work, 'pulled'));

      counts.rules += 1;
      counts.deletions += planned.delete.length;
      counts.calls += run.calls.length;
      counts.bytes += planned.together.bytes;
      counts.pulls += pulled.length;
      // It would free as much again.
      if (rule.includes('--free')) return;
      const afterwards = join(registry.work, 'afterwards.db');
      await scan(afterwards);
      expect((await plan(rule, afterwards)).delete).toEqual([]);
    },
  );
});
