import { madeDigest } from '../../support/made-bytes.ts';
import { MEDIA_TYPES } from '../../support/manifest-json.ts';
import type { ModelQuestion, ModelRule } from '../../support/plan-model/question.ts';
import type { ExampleVolume } from './example-volume.ts';

type Volume = ExampleVolume;

/** What a plan says of an example: images and tags by their names, in alphabetical order. */
export interface Outcome {
  /** Images that go. */
  readonly goes: string;
  /** Tags that go alone. */
  readonly tags?: string;
  /** Tags, or images without one, that stay though selected: `v1: shares-digest latest`. */
  readonly stays?: readonly string[];
  readonly emptied?: readonly string[];
  /** In GiB, rounded. */
  readonly together?: number;
  readonly freed?: number;
}

/** An example of plan-rules.md: its number there and in words, the volume, what is asked, what comes of it. */
export interface Example {
  readonly title: string;
  readonly build: (volume: Volume) => unknown;
  readonly rule: ModelRule | readonly ModelRule[];
  readonly ask?: Partial<ModelQuestion> | ((volume: Volume) => Partial<ModelQuestion>);
  readonly outcome: Outcome;
  /** Where 3.x does otherwise. */
  readonly on3x?: Outcome;
}

const days = (count: number) => count * 86_400_000;
const older = (count: number): ModelRule => ({ olderThanMs: days(count) });
const last = (count: number): ModelRule => ({ keepLast: count });
const match = (...tags: string[]): ModelRule => ({ tags });

/** Images A, B, ... with a tag each, v1, v2, ..., of these ages. */
const versions =
  (...ages: number[]) =>
  (volume: Volume) => {
    for (const [at, age] of ages.entries())
      volume.image('ABCDEFG'[at] as string, age, { tags: [`v${at + 1}`] });
    return volume;
  };

const promoted = (volume: Volume) =>
  volume.image('A', 300, { tags: ['latest', 'v1'] }).image('B', 310, { tags: ['v0'] });

/** An index with two children. */
const pair = (volume: Volume, age: number) =>
  volume.image('c1', age).image('c2', age).index('I', age, ['c1', 'c2'], ['m']);

const policy: readonly ModelRule[] = [
  { name: 'pulls', tags: ['pr-*'], olderThanMs: days(14) },
  { name: 'releases', tags: ['v*'], keepAll: true },
  { name: 'rest', tags: ['*'], keepLast: 2 },
];

const GIB = 2 ** 30;
const sparse = (name: string, gib: number) => [{ name, bytes: gib * GIB, sparse: true }];
const large = (volume: Volume) => {
  volume.image('A', 400, { tags: ['a'], layers: sparse('a', 3) });
  volume.image('B', 300, { tags: ['b'], layers: sparse('b', 2) });
  volume.image('C', 200, { tags: ['c'], layers: sparse('c', 4) });
  volume.builder.writeSparseBlob('garbage', GIB);
};

export const EXAMPLES: readonly Example[] = [
  { title: '1: the last 2', build: versions(50, 40, 30), rule: last(2), outcome: { goes: 'A' } },
  {
    title: '2: the last 3 are those of all, not of the old ones',
    build: versions(200, 100, 50, 10),
    rule: { ...last(3), ...older(90) },
    outcome: { goes: 'A' },
  },
  {
    title: '3: both criteria',
    build: versions(200, 100, 50, 10),
    rule: { ...last(2), ...older(90) },
    outcome: { goes: 'A B' },
  },
  {
    title: '4: B is not old enough',
    build: versions(200, 100, 50, 10),
    rule: { ...last(2), ...older(150) },
    outcome: { goes: 'A' },
  },
  {
    title: '5: the only tag',
    build: versions(400),
    rule: older(90),
    outcome: { goes: 'A', emptied: ['app'] },
  },
  {
    title: '6: the only tag, and the last one stays',
    build: versions(400),
    rule: { ...older(90), ...last(1) },
    outcome: { goes: '' },
  },
  {
    title: '7: three tags of an image are one place',
    build: (volume) =>
      volume
        .image('A', 5, { tags: ['1.2.3', '1.2', '1'] })
        .image('B', 20, { tags: ['1.2.2'] })
        .image('C', 40, { tags: ['1.2.1'] }),
    rule: last(2),
    outcome: { goes: 'C' },
  },
  {
    title: '8: promoted again, it is the newest',
    build: (volume) => versions(200, 100, 50)(volume).tag('stable', 'A', 1.5),
    rule: last(2),
    outcome: { goes: 'B' },
  },
  {
    title: '9: a tie is kept',
    build: (volume) =>
      volume
        .image('A', 30, { tags: ['a'] })
        .image('B', 20, { tags: ['b'] })
        .image('C', 20, { tags: ['c'] }),
    rule: last(1),
    outcome: { goes: 'A' },
  },
  {
    title: '10: latest keeps the image',
    build: promoted,
    rule: older(90),
    outcome: { goes: 'B', stays: ['v1: shares-digest latest'] },
    on3x: { goes: 'B', tags: 'v1' },
  },
  {
    title: '11: unless nobody protects it',
    build: promoted,
    rule: older(90),
    ask: { protectsLatest: false },
    outcome: { goes: 'A B', emptied: ['app'] },
  },
  {
    title: '12: latest takes no place',
    build: (volume) => versions(7, 6, 5)(volume).image('X', 1.5, { tags: ['latest'] }),
    rule: last(2),
    outcome: { goes: 'A' },
  },
  {
    title: '13: what is protected takes no place',
    build: (volume) =>
      volume
        .image('R', 2, { tags: ['rel-1'] })
        .image('C', 3, { tags: ['b3'] })
        .image('B', 4, { tags: ['b2'] }),
    rule: last(1),
    ask: { protect: ['**:rel-*'] },
    outcome: { goes: 'B' },
  },
  {
    title: '14: another tag keeps the image',
    build: (volume) => volume.image('A', 60, { tags: ['pr-7', 'v1'] }),
    rule: match('pr-*'),
    outcome: { goes: '', stays: ['pr-7: shares-digest v1'] },
    on3x: { goes: '', tags: 'pr-7', freed: 0 },
  },
  {
    title: '15: the young one is the newest and takes the place',
    build: (volume) =>
      volume
        .image('A', 0.5, { tags: ['a'] })
        .image('B', 2, { tags: ['b'] })
        .image('C', 3, { tags: ['c'] }),
    rule: last(1),
    outcome: { goes: 'B C' },
  },
  {
    title: '16: a young one stays',
    build: (volume) => volume.image('A', 0.5, { tags: ['a'] }).image('B', 2, { tags: ['b'] }),
    rule: older(0),
    outcome: { goes: 'B', stays: ['a: young'] },
  },
  {
    title: '17: pushed again by digest, it is young',
    build: (volume) => versions(400)(volume).pushAgain('A', 0.1),
    rule: older(90),
    outcome: { goes: '', stays: ['v1: young'] },
  },
  {
    title: '18: a time to come is age 0',
    build: (volume) => volume.image('A', -2, { tags: ['a'] }),
    rule: older(0),
    outcome: { goes: '' },
  },
  {
    title: '18, of two such: they are equally new',
    build: (volume) => volume.image('A', -2, { tags: ['a'] }).image('B', -3, { tags: ['b'] }),
    rule: last(1),
    outcome: { goes: '' },
  },
  {
    title: '19: an index goes with its children',
    build: (volume) => pair(volume, 100),
    rule: older(90),
    outcome: { goes: 'I c1 c2', emptied: ['app'] },
  },
  {
    title: '20: a child that another index needs',
    build: (volume) => {
      volume.image('c1', 100).image('c2', 100).index('I1', 100, ['c1', 'c2'], ['m1']);
      volume.image('c3', 10).index('I2', 10, ['c1', 'c3'], ['m2']);
    },
    rule: older(90),
    outcome: { goes: 'I1 c2' },
  },
  {
    title: '21: an index needs its child',
    build: (volume) => pair(volume, 100).tag('amd64', 'c1', 100),
    rule: match('amd64'),
    outcome: { goes: '', stays: ['amd64: needed-by I'] },
    on3x: { goes: '', tags: 'amd64', freed: 0 },
  },
  {
    title: '22: a child with a tag of its own',
    build: (volume) => pair(volume, 100).tag('amd64', 'c1', 100),
    rule: match('m'),
    outcome: { goes: 'I c2' },
  },
  {
    title: '23: a young child, for which another index may be on its way',
    build: (volume) => pair(volume, 100).pushAgain('c2', 0.1),
    rule: older(90),
    outcome: { goes: 'I c1', emptied: ['app'] },
  },
  {
    title: '24: signatures are not counted, and stay or go with their image',
    build: (volume) => {
      volume.image('A', 100, { tags: ['v1'] }).image('B', 10, { tags: ['v2'] });
      volume.image('S', 2, { tags: [volume.signatureOf('A')] });
      volume.image('T', 9, { tags: [volume.signatureOf('B')] });
    },
    rule: last(1),
    outcome: { goes: 'A S' },
  },
  {
    title: '25: a referrer stays with its subject',
    build: (volume) => volume.image('A', 10, { tags: ['v1'] }).image('R', 200, { subject: 'A' }),
    rule: { untagged: true },
    outcome: { goes: '', stays: ['R: refers-to A'] },
  },
  {
    title: '25, whose subject stays in another repository, and goes from its own: it goes',
    build: (volume) =>
      volume
        .image('A', 100, { tags: ['v1'] })
        .image('R', 200, { subject: 'A' })
        .image('A', 10, { tags: ['v1'], repository: 'other' }),
    rule: older(90),
    outcome: { goes: 'A R', emptied: ['app'] },
  },
  {
    title: '25, whose subject goes from one repository and stays in another: it stays',
    build: (volume) =>
      volume
        .image('X', 100, { tags: ['v1'], repository: 'other' })
        .image('X', 10, { tags: ['v1'], repository: 'third' })
        .image('R', 200, { subject: 'X' }),
    rule: { untagged: true, ...older(90) },
    outcome: { goes: 'X', stays: ['R: refers-to X'], emptied: ['other'] },
  },
  {
    title: '25, across repositories: what is needed in the last holds back what hangs on it in the first',
    build: (volume) =>
      volume
        .image('X', 100)
        .index('J', 50, ['X'])
        .image('L', 2, { tags: ['latest'] })
        .image('R', 200, { subject: 'X', repository: 'aab' })
        .image('T', 200, { subject: 'R', repository: 'aaa' })
        .image('L', 2, { tags: ['latest'], repository: 'aaa' })
        .image('L', 2, { tags: ['latest'], repository: 'aab' }),
    rule: { untaggedOnly: true, ...older(60) },
    outcome: { goes: '', stays: ['R: refers-to X', 'T: refers-to R', 'X: needed-by J'] },
  },
  {
    title: '26: a signature of what is gone has a tag',
    build: (volume) => orphan(volume),
    rule: { untagged: true },
    outcome: { goes: '' },
  },
  {
    title: '26, with orphaned: it goes',
    build: (volume) => orphan(volume),
    rule: { untagged: true, orphaned: true },
    outcome: { goes: 'S' },
  },
  {
    title: '26, with orphaned and its image in another repository: it stays',
    build: (volume) => {
      volume.image('X', 300, { repository: 'other' });
      volume.image('S', 300, { tags: [volume.signatureOf('X')] });
    },
    rule: { orphaned: true },
    outcome: { goes: '' },
  },
  {
    title: '26, by its subject, with orphaned: it goes',
    build: (volume) => {
      volume.absent('X', madeDigest('an image that is gone'));
      volume.image('A', 10, { tags: ['v1'] }).image('S', 300, { subject: 'X' });
    },
    rule: { orphaned: true },
    outcome: { goes: 'S' },
  },
  {
    title: '26, by its subject, with orphaned and its image in another repository: it stays',
    build: (volume) =>
      volume.image('X', 300, { tags: ['v1'], repository: 'other' }).image('S', 300, { subject: 'X' }),
    rule: { orphaned: true },
    outcome: { goes: '' },
  },
  {
    title: '27: untagged alone touches no tag',
    build: (volume) => versions(400)(volume).image('B', 400),
    rule: { untagged: true },
    outcome: { goes: 'B' },
  },
  {
    title: '28: untagged and an age are about tags too',
    build: (volume) => versions(60)(volume).image('B', 60),
    rule: { untagged: true, ...older(30) },
    outcome: { goes: 'A B', emptied: ['app'] },
  },
  {
    title: '28, with untagged-only: they are not',
    build: (volume) => versions(60)(volume).image('B', 60),
    rule: { untaggedOnly: true, ...older(30) },
    outcome: { goes: 'B' },
  },
  {
    title: '29: A lost its tag two days ago',
    build: (volume) => {
      volume
        .image('B', 300, { tags: ['latest'] })
        .image('A', 300)
        .tag('latest', 'A', 100);
      volume.image('C', 2, { tags: ['latest'] });
    },
    rule: { untagged: true, ...older(30) },
    outcome: { goes: 'B' },
  },
  {
    title: '29, of a time that nobody knows: A stays',
    build: (volume) =>
      volume
        .image('A', 300)
        .tag('latest', 'A', 20_000)
        .image('C', 2, { tags: ['latest'] }),
    rule: { untagged: true },
    outcome: { goes: '', stays: ['A: time-unknown'] },
  },
  {
    title: '29, of a time that nobody knows: what an index with a tag lists is not lost in it',
    build: (volume) =>
      pair(volume, 100)
        .image('A', 300)
        .tag('latest', 'A', 20_000)
        .image('C', 2, { tags: ['latest'] }),
    rule: match('m'),
    outcome: { goes: 'I c1 c2' },
  },
  {
    title: '29, of a tag of a time that nobody knows: it stays',
    build: (volume) => versions(20_000, 30)(volume),
    rule: match('v*'),
    outcome: { goes: 'B', stays: ['v1: time-unknown'] },
  },
  {
    title: '30: an untagged index that stays needs its child',
    build: (volume) =>
      volume
        .image('k', 80)
        .index('J', 50, ['k'])
        .image('L', 2, { tags: ['latest'] }),
    rule: { untaggedOnly: true, ...older(60) },
    outcome: { goes: '', stays: ['k: needed-by J'] },
  },
  {
    title: '31: in use by its tag',
    build: versions(400, 300),
    rule: older(90),
    ask: { inUse: ['reg.example.com/app:v1'] },
    outcome: { goes: 'B', stays: ['v1: in-use'] },
  },
  {
    title: '32: in use by the digest of a child',
    build: (volume) => pair(volume, 400),
    rule: older(90),
    ask: (volume) => ({ inUse: [`docker-pullable://reg/app@${volume.digest('c1')}`] }),
    outcome: { goes: '', stays: ['m: in-use'] },
  },
  {
    title: '33: in use by the digest of its config',
    build: versions(400),
    rule: older(90),
    ask: (volume) => ({ inUse: [volume.config('A')] }),
    outcome: { goes: '', stays: ['v1: in-use'] },
  },
  {
    title: '34: a tag names what it points to now',
    build: (volume) => volume.image('B', 1.5, { tags: ['v1'] }).image('A', 90),
    rule: { untagged: true },
    ask: { inUse: ['app:v1'] },
    outcome: { goes: 'A' },
  },
  {
    title: '35: what is attached keeps its own tag',
    build: (volume) =>
      volume.image('A', 100, { tags: ['v1'] }).image('Q', 100, { tags: ['sbom-1'], subject: 'A' }),
    rule: match('v1'),
    outcome: { goes: 'A' },
  },
  {
    title: '35, of the attached one: it stays with its subject',
    build: (volume) =>
      volume.image('A', 100, { tags: ['v1'] }).image('Q', 100, { tags: ['sbom-1'], subject: 'A' }),
    rule: match('sbom-1'),
    outcome: { goes: '', stays: ['sbom-1: refers-to A'] },
    on3x: { goes: '', tags: 'sbom-1', freed: 0 },
  },
  {
    title: '36: another repository holds the blobs',
    build: (volume) =>
      volume
        .image('A', 400, { tags: ['v1'], repository: 'team/a' })
        .image('A', 10, { tags: ['v1'], repository: 'team/b' }),
    rule: older(90),
    outcome: { goes: 'A', freed: 0, emptied: ['team/a'] },
  },
  {
    title: '37: each tag by its first rule',
    build: (volume) =>
      volume
        .image('P', 20, { tags: ['pr-1'] })
        .image('Q', 5, { tags: ['pr-2'] })
        .image('A', 400, { tags: ['v1'] })
        .image('X', 9, { tags: ['m1'] })
        .image('Y', 8, { tags: ['m2'] })
        .image('Z', 7, { tags: ['m3'] }),
    rule: policy,
    outcome: { goes: 'P X' },
  },
  {
    title: '38: a tag of another rule keeps the image',
    build: (volume) => volume.image('A', 20, { tags: ['pr-1', 'v1'] }),
    rule: policy,
    outcome: { goes: '', stays: ['pr-1: shares-digest v1'] },
    on3x: { goes: '', tags: 'pr-1' },
  },
  {
    title: '39: no rule is about it',
    build: (volume) => volume.image('A', 400, { tags: ['x1'] }),
    rule: policy.slice(0, 2),
    outcome: { goes: '' },
  },
  {
    title: '40: an artifact that has an image as a layer needs it',
    build: (volume) => {
      volume.image('p', 100, { tags: ['part'] });
      const layer = { name: 'part', content: volume.content('p'), mediaType: MEDIA_TYPES.oci.manifest };
      volume.image('W', 100, { tags: ['w'], layers: [layer] });
    },
    rule: match('part'),
    outcome: { goes: '', stays: ['part: needed-by W'] },
    on3x: { goes: '', tags: 'part', freed: 0 },
  },
  {
    title: '41: a tag over which a registry stumbles',
    build: (volume) => {
      versions(400)(volume);
      volume.builder.writeFileAt('docker/registry/v2/repositories/app/_manifests/tags/bad/current/link', '');
    },
    rule: older(90),
    outcome: { goes: '', stays: ['v1: registry-refuses'] },
  },
  {
    title: '42: no more than it takes',
    build: large,
    rule: older(90),
    ask: { freeBytes: 5 * GIB },
    outcome: { goes: 'A B', together: 6 },
  },
  {
    title: '42, of which garbage has enough: nothing',
    build: large,
    rule: older(90),
    ask: { freeBytes: GIB },
    outcome: { goes: '', together: 1 },
  },
  {
    title: '42, of which there is not enough: all',
    build: large,
    rule: older(90),
    ask: { freeBytes: 11 * GIB },
    outcome: { goes: 'A B C', together: 10, emptied: ['app'] },
  },
];

/** A signature of an image that is nowhere. */
function orphan(volume: Volume): Volume {
  volume.absent('X', madeDigest('an image that is gone'));
  return volume.image('S', 300, { tags: [volume.signatureOf('X')] });
}
