import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cases } from '../support/random-cases.ts';
import { describeLive } from './availability.ts';
import { BusyPushes } from './busy-pushes.ts';
import { LiveRegistry } from './live-registry.ts';
import { ask, type OrphansAnswer, type ScanAnswer, stowage, type UsageAnswer } from './stowage.ts';

/** So many minutes under pushes, and a tenth of it beside collections, where somebody says how many. */
const MINUTES = Number(process.env['STOWAGE_LIVE_MINUTES'] ?? 0);
const BUSY_MS = MINUTES * 60_000 || cases({ few: 15_000, many: 60_000 });
const COLLECTED_MS = MINUTES * 6_000 || cases({ few: 8_000, many: 15_000 });
const SLOW_MS = 8_000;

const LIMIT_MS = 120_000 + 2 * BUSY_MS;

interface PlanAnswer {
  delete: { repository: string; digest: string; tags: string[] }[];
}

describeLive('a scan while clients push, move tags, delete and give up', () => {
  let registry: LiveRegistry;
  beforeEach(async () => {
    registry = await LiveRegistry.start();
  });
  afterEach(() => registry?.remove());

  /** Scans until the time is over, and has each inventory looked at; every other scan starts from the last one. */
  async function scanWhile(
    traffic: BusyPushes,
    ms: number,
    look: (db: string) => Promise<void>,
  ): Promise<number> {
    const stop = new AbortController();
    // The first images, so that there is a volume.
    await traffic.run(AbortSignal.timeout(500));
    const running = traffic.run(stop.signal);
    // A push that fails ends the scans at once; its error is thrown where it is awaited below.
    running.catch(() => stop.abort());
    let scans = 0;
    try {
      for (const end = Date.now() + ms; Date.now() < end && !stop.signal.aborted; scans++)
        await look(join(registry.work, scans % 2 === 0 ? 'kept.db' : `fresh-${scans % 8}.db`));
    } finally {
      stop.abort();
      await running.catch(() => 0);
    }
    await running;
    return scans;
  }

  it('finds no damage, calls free what was deleted and nothing else, and plans nothing that is tagged', {
    timeout: LIMIT_MS,
  }, async () => {
    const traffic = new BusyPushes(registry);
    const seen = { free: 0, planned: 0 };
    const scans = await scanWhile(traffic, BUSY_MS, async (db) => {
      await expectNoDamage(db);
      const orphans = await ask<OrphansAnswer>('orphans', '--db', db);
      const free = orphans.blobs.filter(({ young }) => !young).map(({ digest }) => digest);
      expect(orphans.undetermined).toBe(false);
      expect(free.filter((digest) => !traffic.deleted.has(digest))).toEqual([]);
      const rule = ['--registry', '2.8.2', '--untagged-only', '--older-than', '1d'];
      const plan = await ask<PlanAnswer>('plan', ...rule, '--db', db);
      const planned = plan.delete.map(({ digest }) => digest);
      expect(
        planned.filter((digest) => !traffic.untagged.has(digest) && !traffic.deleted.has(digest)),
      ).toEqual([]);
      expect(plan.delete.flatMap(({ tags }) => tags)).toEqual([]);
      seen.free = Math.max(seen.free, free.length);
      seen.planned = Math.max(seen.planned, planned.length);
    });
    console.info(
      `scan-busy: ${scans} scans in ${BUSY_MS / 1000} s while ${traffic.pushed} images were pushed, ${JSON.stringify(seen)}`,
    );
    expect(scans).toBeGreaterThan(2);
    expect(traffic.pushed).toBeGreaterThan(20);
    // Where nothing is old enough to be called free, nothing wrong could be.
    expect(Math.min(seen.free, seen.planned)).toBeGreaterThan(0);
    await expectAgreement();
  });

  it('finds no damage where the links of tags stand empty for a while, as on a slow disk', {
    timeout: LIMIT_MS,
  }, async () => {
    const traffic = new BusyPushes(registry);
    // A registry before 3.1 empties the link of a tag, then writes it: here a third of a second later.
    await registry.slowDown(traffic.movingTags, 300);
    const scans = await scanWhile(traffic, SLOW_MS, async (db) => {
      await expectNoDamage(db);
    });
    expect(scans).toBeGreaterThan(1);
  });

  it('ends well while a collection runs beside, and says what it could not read', {
    timeout: LIMIT_MS,
  }, async () => {
    const traffic = new BusyPushes(registry, { mayFail: true });
    const outcomes: Record<string, number> = {};
    let isOver = false;
    let saidToChange = 0;
    const collecting = collectUntil(() => isOver);
    const scans = await scanWhile(traffic, COLLECTED_MS, async (db) => {
      const scan = await stowage('scan', registry.root, '--db', db, '--json', '--settle', '100ms');
      outcomes[`${scan.exitCode}`] = (outcomes[`${scan.exitCode}`] ?? 0) + 1;
      expect([0, 3], scan.stderr).toContain(scan.exitCode);
      if (/While the volume was read, blobs came or went/.test(scan.stderr)) saidToChange++;
      const { complete } = JSON.parse(scan.stdout) as ScanAnswer;
      expect(complete).toBe(scan.exitCode === 0);
      const check = await stowage('check', '--json', '--db', db);
      expect([0, 1, 3], check.stderr).toContain(check.exitCode);
      const plan = await stowage('plan', '--registry', '2.8.2', '--untagged-only', '--json', '--db', db);
      expect([0, 1, 2, 3], plan.stderr).toContain(plan.exitCode);
    });
    isOver = true;
    const collections = await collecting;
    console.info(
      `scan-busy: ${scans} scans beside ${collections} collections: ${JSON.stringify({ outcomes, saidToChange, pushed: traffic.pushed, refused: traffic.refused.length })}`,
    );
    expect(Math.min(scans, collections)).toBeGreaterThan(1);
    expect(saidToChange).toBeGreaterThan(0);
    await expectAgreement();
  });

  async function expectNoDamage(db: string): Promise<void> {
    const full = db.includes('fresh') ? ['--full'] : [];
    const scan = await stowage('scan', registry.root, '--db', db, '--json', ...full);
    expect(scan.exitCode, scan.stderr).toBe(0);
    const { problems, complete } = JSON.parse(scan.stdout) as ScanAnswer;
    const damage = problems > 0 ? (await stowage('check', '--json', '--db', db)).stdout : '';
    expect({ problems, complete }, damage).toEqual({ problems: 0, complete: true });
  }

  async function collectUntil(isOver: () => boolean): Promise<number> {
    let collections = 0;
    for (; !isOver(); collections++) {
      await registry.tryGarbageCollect({ deleteUntagged: collections % 2 === 0 });
      await wait(300);
    }
    return collections;
  }

  /** With the pushes over, both kinds of scan and the registry have to agree. */
  async function expectAgreement(): Promise<void> {
    const answers: unknown[] = [];
    for (const db of ['kept.db', 'last.db'].map((name) => join(registry.work, name))) {
      await stowage('scan', registry.root, '--db', db, '--settle', '0s');
      const { totals, repositories } = await ask<UsageAnswer>('usage', '--db', db);
      const { blobs } = await ask<OrphansAnswer>('orphans', '--min-age', '0s', '--db', db);
      answers.push({ totals, repositories, blobs });
      const unreferenced = blobs.filter(({ state }) => state === 'unreferenced').map(({ digest }) => digest);
      const said = await registry.tryGarbageCollect({ dryRun: true });
      // A collection under a push may leave a tag without its revision: the tag keeps its image here, and not there.
      if (!('aborted' in said)) expect(said.blobs).toEqual(expect.arrayContaining(unreferenced));
      expect(repositories.map(({ name }) => name)).toEqual((await registry.client.repositories()).sort());
    }
    expect(answers[0]).toEqual(answers[1]);
  }
});
