import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { madeDigest } from '../../support/made-bytes.ts';
import { MEDIA_TYPES } from '../../support/manifest-json.ts';
import type { ModelQuestion } from '../../support/plan-model/question.ts';
import { blobPath, REPOSITORIES } from '../../support/volume-paths.ts';
import { expectConsistent } from '../consistent.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { plainQuestion } from '../plain-question.ts';
import { summarizedPlanOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

/** What rows say, and in what order they stand, where that is easy to get wrong. */

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
/** In days: of what is so old nobody knows the time. */
const UNKNOWN = 20_000;
const ALL = { tags: ['*'], untagged: true } as const;
const scanned = scannedOnce(NOW);

async function planned(
  name: string,
  build: (volume: ExampleVolume) => unknown,
  asked: Partial<ModelQuestion>,
) {
  const { volume, inventory } = await scanned(name, build);
  const summarized = await summarizedPlanOf(
    inventory,
    plainQuestion({ now: NOW, family: '3.x', rules: [ALL], ...asked }),
  );
  const plan = expectConsistent(summarized);
  const { summary } = summarized;
  inventory.close();
  const short = ({ tag, digest }: { tag?: string; digest: string }) => tag ?? volume.nameOf(digest);
  return {
    plan,
    summary,
    volume,
    goes: plan.delete.map((row) => `${short(row)}: ${row.reasons}`),
    kept: plan.keep.map((row) => `${short(row)}: ${row.reasons}`),
    stays: plan.stays.map((row) => `${short(row)}: ${row.reason}`),
  };
}

/** An artifact that has the manifests of images as layers. */
function carrier(volume: ExampleVolume, carried: readonly string[], tags: readonly string[] = []): void {
  const layers = carried.map((name) => ({
    name,
    content: volume.content(name),
    mediaType: MEDIA_TYPES.oci.manifest,
  }));
  volume.image('W', 100, { tags, layers });
}

describe('images without a tag stand before those that have one', () => {
  it.each([
    ['one', 'ABC', 'DEF'],
    ['two', 'DEF', 'ABC'],
  ])('in repository %s, where %s have one', async (repository, tagged, untagged) => {
    const { stays, volume } = await planned(
      repository,
      (volume) => {
        for (const [at, name] of [...tagged].entries())
          volume.image(name, 0.5, { repository, tags: [`${at}`] });
        for (const name of untagged) volume.image(name, 0.5, { repository });
      },
      {},
    );
    const first = [...untagged].sort((a, b) => (volume.digest(a) < volume.digest(b) ? -1 : 1));
    expect(stays).toEqual([...first, '0', '1', '2'].map((each) => `${each}: young`));
  });
});

it('reasons are told by how many stay for them, and then by their names', async () => {
  const { summary } = await planned(
    'reasons',
    (volume) => {
      volume.image('A', 100, { repository: 'a', tags: ['v1'] });
      volume.builder.remove(blobPath(volume.digest('A')));
      for (const [name, repository, days] of [
        ['B', 'b', 0.5],
        ['C', 'c', 100],
      ] as const)
        volume.image(name, days, { repository, tags: ['v1', 'v2'] });
      volume.image('D', UNKNOWN, { repository: 'd', tags: ['v1'] });
    },
    { inUse: ['c:v1'] },
  );
  expect(summary.staying.map(({ reason, count }) => [reason, count])).toEqual([
    ['in-use', 2],
    ['young', 2],
    ['missing-manifest', 1],
    ['time-unknown', 1],
  ]);
});

describe('tags of images that another needs', () => {
  const held = (volume: ExampleVolume) => {
    volume.image('P', 100, { tags: ['a', 'z'] }).image('Q', 100, { tags: ['m'] });
    carrier(volume, ['P', 'Q']);
    volume.builder.orphan('garbage', 5000);
  };
  const asked = { rules: [{ tags: ['*'] }] };

  it('go alone on 3.x, by their names, and may be the last of a repository', async () => {
    const { goes, plan } = await planned('held', held, asked);
    expect(goes).toEqual(['a: selected', 'm: selected', 'z: selected']);
    expect(plan.emptied).toEqual(['app']);
  });

  it('stay on 2.x, by their names', async () => {
    const { stays, plan } = await planned('held', held, { ...asked, family: '2.7-2.8' });
    expect(stays).toEqual(['a: needed-by', 'm: needed-by', 'z: needed-by']);
    expect(plan.emptied).toEqual([]);
  });

  it('do not go where enough is free without', async () => {
    const { goes, kept } = await planned('held', held, { ...asked, freeBytes: 1000 });
    expect(goes).toEqual([]);
    expect(kept).toEqual(['a: free-reached', 'm: free-reached', 'z: free-reached']);
  });
});

it('where enough is free already, the tag of a signature stays as one', async () => {
  const { kept } = await planned(
    'signed',
    (volume) => {
      volume.image('A', 100, { tags: ['v1'] });
      volume.image('S', 100, { tags: [volume.signatureOf('A')] });
      volume.builder.orphan('garbage', 5000);
    },
    { freeBytes: 1000 },
  );
  expect(kept.map((each) => each.replace(/^sha256-.*\.sig/, 'sig'))).toEqual([
    'sig: attached',
    'v1: free-reached',
  ]);
});

it('the first of the rules that select the tags of an image is named', async () => {
  const rules = [
    { name: 'first', tags: ['z'] },
    { name: 'second', tags: ['a'] },
  ];
  const build = (volume: ExampleVolume) => volume.image('A', 100, { tags: ['a', 'z'] });
  const { plan } = await planned('rules', build, { rules, isPolicy: true });
  expect(plan.delete.map(({ rule }) => rule)).toEqual(['first']);
});

describe('an orphan', () => {
  const missing = madeDigest('an image that is gone');
  const rules = [{ orphaned: true as const }];

  it('that has a tag of its own is not selected for being one', async () => {
    const build = (volume: ExampleVolume) =>
      volume.absent('X', missing).image('S', 100, { tags: ['sbom'], subject: 'X' });
    const { goes, kept } = await planned('tagged orphan', build, { rules });
    expect(goes).toEqual([]);
    expect(kept).toEqual(['sbom: no-rule']);
  });

  it('that is young is told beside its tag', async () => {
    const build = (volume: ExampleVolume) =>
      volume.absent('X', missing).image('S', 0.5, { tags: [volume.signatureOf('X')] });
    const { kept, stays } = await planned('young orphan', build, { rules });
    expect(kept.map((each) => each.replace(/^sha256-.*\.sig/, 'sig'))).toEqual(['sig: attached']);
    expect(stays).toEqual(['S: young']);
  });
});

it('of an image without a tag it is told whether it is too young or nobody knows', async () => {
  const build = (volume: ExampleVolume) =>
    volume
      .image('U', UNKNOWN)
      .image('V', 5)
      .image('A', 5, { tags: ['v1'] });
  const { kept } = await planned('untagged', build, {
    rules: [{ untaggedOnly: true, olderThanMs: 30 * DAY }],
  });
  expect(kept.filter((each) => !each.startsWith('v1')).sort()).toEqual([
    'U: time-unknown',
    'V: not-selected',
  ]);
});

it('a tag of which nobody knows the time is too old for no rule', async () => {
  const build = (volume: ExampleVolume) => volume.image('A', UNKNOWN, { tags: ['v1'] });
  const { kept, stays } = await planned('old', build, { rules: [{ olderThanMs: 30 * DAY }] });
  expect(kept).toEqual(['v1: time-unknown']);
  expect(stays).toEqual([]);
});

it('what is known to be untagged goes, though of another tag nobody knows when it got its image', async () => {
  const build = (volume: ExampleVolume) =>
    volume
      .image('A', 100, { tags: ['v1'] })
      .image('B', 50, { tags: ['v1'] })
      .image('C', UNKNOWN, { tags: ['w'] });
  const { goes } = await planned('histories', build, { rules: [{ untaggedOnly: true }] });
  expect(goes).toEqual(['A: untagged']);
});

it('what is attached to what goes goes for that, though it is a layer of something else that goes', async () => {
  const build = (volume: ExampleVolume) => {
    volume.image('B', 100, { tags: ['b'] }).image('C', 100, { subject: 'B' });
    carrier(volume, ['C'], ['w']);
  };
  const { goes } = await planned('carried', build, { rules: [{ tags: ['*'] }] });
  expect([...goes].sort()).toEqual(['B: selected', 'C: attached-to', 'W: selected']);
});

it('what two images of a repository share is free once', async () => {
  const layers = Array.from({ length: 12 }, (_, at) => `layer ${at}`);
  const build = (volume: ExampleVolume) =>
    volume.image('A', 100, { tags: ['v1'], layers }).image('B', 100, { tags: ['v2'], layers });
  const { plan } = await planned('shared', build, {});
  expect(plan.byRepository.map(({ bytes }) => bytes)).toEqual([plan.freed.bytes]);
});

it('of repositories whose names are written alike the rows stand among each other', async () => {
  const build = (volume: ExampleVolume) => {
    volume.image('A', 100, { repository: 'x1', tags: ['a', 'z'] });
    volume.image('B', 100, { repository: 'x2', tags: ['m'] });
    for (const [at, byte] of [0xfe, 0xff].entries()) {
      const place = volume.builder.resolve(`${REPOSITORIES}/x`);
      fs.renameSync(`${place}${at + 1}`, Buffer.concat([Buffer.from(place), Buffer.from([byte])]));
    }
  };
  const { stays } = await planned('alike', build, {});
  expect(stays).toEqual(['a', 'm', 'z'].map((each) => `${each}: not-addressable`));
});
