import { describe, expect, it } from 'vitest';
import type { ModelRule } from '../../support/plan-model/question.ts';
import { expectConsistent } from '../consistent.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { summarizedPlanOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const scanned = scannedOnce(NOW);
const FAMILIES = ['2.7-2.8', '3.x'] as const;

const layers = (...names: string[]) => names.map((name) => ({ name, bytes: 1000 }));
const old = { layers: layers('base', 'old') };

/** Repositories that share layers, in no order, with tags in no order, of which each has all that may become of one. */
function several(volume: ExampleVolume): void {
  for (const repository of ['web', 'app', 'team/api']) {
    volume.image(`${repository} new`, 5, {
      repository,
      tags: ['v9', 'latest'],
      layers: layers('base', 'new'),
    });
    volume.image(`${repository} old`, 200, { repository, tags: ['v2', 'b', 'v1', 'a'], ...old });
    volume.image(`${repository} kept`, 300, { repository, tags: ['stable', 'v0', 'c'], ...old });
    volume.image(`${repository} lost`, 150, { repository, layers: layers(`${repository} lost`) });
    volume.image(`${repository} late`, 20, { repository, layers: layers(`${repository} late`) });
  }
  volume.image('web alone', 400, { repository: 'web', tags: ['z'], layers: layers('one', 'two') });
}

const RULES: readonly ModelRule[] = [
  { name: 'letters', tags: ['[a-z]'], olderThanMs: 90 * DAY },
  { name: 'versions', tags: ['v*'], olderThanMs: 90 * DAY, untagged: true },
];

describe.each(FAMILIES)('of several repositories, %s', (family) => {
  async function planned() {
    const { volume, inventory } = await scanned('several', several);
    const summarized = await summarizedPlanOf(inventory, {
      now: NOW,
      family,
      rules: RULES,
      isPolicy: true,
      scope: [],
      protect: [],
      protectsLatest: true,
      minAgeMs: DAY,
      inUse: [],
    });
    const plan = expectConsistent(summarized);
    inventory.close();
    const inShort = (
      lists: ReadonlyArray<{ repository: string; tag?: string; digest: string; rule?: string }>,
    ) =>
      lists.map(
        (each) =>
          `${each.repository} ${each.tag ?? volume.nameOf(each.digest).split(' ')[1]} ${each.rule ?? '-'}`,
      );
    return { plan, inShort };
  }

  it('the lists are in the order of the names', async () => {
    const { plan, inShort } = await planned();
    const alone = (...tags: string[]) => (family === '3.x' ? tags : []);
    expect(inShort(plan.delete)).toEqual([
      ...['app old letters', 'app lost versions', ...alone('app c letters', 'app v0 versions')],
      ...['team/api old letters', 'team/api lost versions'],
      ...alone('team/api c letters', 'team/api v0 versions'),
      ...['web alone letters', 'web old letters', 'web lost versions'],
      ...alone('web c letters', 'web v0 versions'),
    ]);
    const kept = ['late versions', 'latest -', 'stable -', 'v9 versions'];
    expect(inShort(plan.keep)).toEqual(
      ['app', 'team/api', 'web'].flatMap((repository) => kept.map((each) => `${repository} ${each}`)),
    );
    expect(inShort(plan.stays)).toEqual(
      family === '3.x'
        ? []
        : ['app', 'team/api', 'web'].flatMap((repository) => [`${repository} c -`, `${repository} v0 -`]),
    );
    expect(plan.delete.find(({ tags }) => tags.length > 1)?.tags).toEqual(['a', 'b', 'v1', 'v2']);
  });

  it('each has the bytes that become free of what it had, once, and nothing of what others keep', async () => {
    const { plan } = await planned();
    const bytes = Object.fromEntries(plan.byRepository.map((each) => [each.repository, each.bytes]));
    const [app, api, web] = [bytes['app']!, bytes['team/api']!, bytes['web']!];
    // A layer of their own and two manifests with their configs; what is left keeps the other layers.
    expect([app, api].map((own) => own > 1000 && own < 4000)).toEqual([true, true]);
    expect(web).toBeGreaterThan(app + 2000);
    expect(app + api + web).toBe(plan.freed.bytes);
  });
});
