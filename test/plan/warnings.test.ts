import { afterEach, expect, it, vi } from 'vitest';
import type { ModelQuestion } from '../support/plan-model/question.ts';
import { currentLinkPath, revisionLinkPath } from '../support/volume-paths.ts';
import type { ExampleVolume } from './examples/example-volume.ts';
import { plainQuestion } from './plain-question.ts';
import { planOf } from './program.ts';
import { scannedOnce } from './scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const scanned = scannedOnce(NOW);
const DAY = 86_400_000;

afterEach(() => void vi.useRealTimers());

type Build = (volume: ExampleVolume) => unknown;
type Asked = Partial<ModelQuestion> | ((volume: ExampleVolume) => Partial<ModelQuestion>);

const one: Build = (volume) => volume.image('A', 30, { tags: ['v1'] });
const ALL = { rules: [{ tags: ['v*'] }] };
const OLD =
  'inventory-old: The scan is of 2026-06-01T00:00:00.000Z, more than a day ago: scan again before anything is deleted.';

it.each([
  [0, []],
  [DAY, []],
  [DAY + 1, [OLD]],
])('a plan is made %i ms after the scan', async (since, expected) => {
  expect(await warningsOf('one', one, ALL, since)).toEqual(expected);
});

const copied = (tags: number) =>
  `times-copied: Nine in ten of ${tags} tags were written within one hour, as when a volume is copied without its times: what is older than what is chance.`;
const LAST = { keepLast: 1 };
const UNKNOWN = 20_000 * 24;

it.each([
  ['21 at once', { 0: 21 }, LAST, [copied(21)]],
  ['19 of 21, and two a day before', { 0: 19, 24: 2 }, LAST, [copied(21)]],
  ['19 of 21, and two a day after', { 0: 2, 24: 19 }, LAST, [copied(21)]],
  ['18 of 21, and three a day before', { 0: 18, 24: 3 }, LAST, []],
  ['20 at once', { 0: 20 }, LAST, []],
  ['21 within an hour', { 0: 3, 1: 18 }, LAST, [copied(21)]],
  ['21 in more than an hour', { 0: 3, 1.001: 18 }, LAST, []],
  ['21, where an age is asked for', { 0: 21 }, { olderThanMs: DAY }, [copied(21)]],
  ['21, where one of two rules asks for one', { 0: 21 }, [{ tags: ['v*'] }, LAST], [copied(21)]],
  ['21, where no time is asked for', { 0: 21 }, { tags: ['v*'] }, []],
  ['21, and 9 of which nobody knows the time', { 0: 21, [UNKNOWN]: 9 }, LAST, [copied(21)]],
] as const)(
  'so many tags by hours are of a copied volume, or not: %s',
  async (name, tags, rule, expected) => {
    const build: Build = (volume) => {
      volume.image('A', 30);
      for (const [hours, count] of Object.entries(tags))
        for (let number = 0; number < count; number++)
          volume.tag(`v${hours}-${number}`, 'A', 20 + Number(hours) / 24);
    };
    const asked = 'length' in rule ? { rules: rule, isPolicy: true } : { rules: [rule] };
    expect(await warningsOf(name, build, asked)).toEqual(expected);
  },
);

it.each<readonly [string, Build, Asked, readonly string[]]>([
  ['all names of what is in use are there', one, { ...ALL, inUse: ['app:v1', 'reg.example.com/app:v1'] }, []],
  [
    'one name of what is in use is of nothing',
    one,
    { ...ALL, inUse: ['app:v1', 'app:v2'] },
    ['in-use-unknown: One name of the images in use is of nothing in this volume.'],
  ],
  [
    'two are',
    one,
    { ...ALL, inUse: ['app:v1', 'app:v2', 'other:v1'] },
    ['in-use-unknown: 2 names of the images in use are of nothing in this volume.'],
  ],
  [
    'a tag is damaged',
    (volume) => volume.image('A', 30, { tags: ['v1'] }).builder.writeFileAt(currentLinkPath('app', 'v2'), ''),
    ALL,
    ['tags-damaged: The link of a tag is damaged: what seems untagged may be tagged.'],
  ],
  [
    'a signature has a tag of its own, and what it is of goes',
    (volume) => one(volume) && volume.image('S', 30, { tags: ['sbom'], subject: 'A' }),
    ALL,
    ['orphaned-by-plan: One image that stays is attached to what goes, and belongs to nothing then: app@S'],
  ],
  [
    'two have, and one of what stays',
    (volume) =>
      volume
        .image('A', 30, { tags: ['v1'] })
        .image('B', 30, { tags: ['stable'] })
        .image('S', 30, { tags: ['sbom'], subject: 'A' })
        .image('T', 30, { tags: ['sbom'], subject: 'A', repository: 'other' })
        .image('A', 30, { tags: ['v1'], repository: 'other' })
        .image('U', 30, { tags: ['sbom-2'], subject: 'B' }),
    ALL,
    ['orphaned-by-plan: 2 images that stay are attached to what goes, and belong to nothing then: app@S, …'],
  ],
  [
    'what is attached to two images stays, and one of them goes',
    (volume) =>
      volume
        .image('A', 30, { tags: ['v1'] })
        .image('B', 30, { tags: ['stable'] })
        .image('S', 30, { tags: ['sbom', volume.signatureOf('B')], subject: 'A' }),
    ALL,
    ['orphaned-by-plan: One image that stays is attached to what goes, and belongs to nothing then: app@S'],
  ],
  ['a signature goes along', (volume) => one(volume) && volume.image('S', 30, { subject: 'A' }), ALL, []],
  [
    'a tag that stays is broken, and the collection takes what is left of it',
    (volume) => broken(one(volume) as ExampleVolume, 'x'),
    ALL,
    [
      "remains-lost: The collection deletes what is left of the tag app:x, which is broken now: mend it before ('stowage check' says how).",
    ],
  ],
  [
    'two such tags are broken',
    (volume) => broken(broken(one(volume) as ExampleVolume, 'x'), 'w'),
    ALL,
    [
      "remains-lost: The collection deletes what is left of 2 tags, such as app:w, which are broken now: mend them before ('stowage check' says how).",
    ],
  ],
])('what there is to know is told where %s', async (name, build, asked, expected) => {
  expect(await warningsOf(name, build, asked)).toEqual(expected);
});

/** A tag of an image that no link of a revision leads to: a collection takes it for garbage. */
function broken(volume: ExampleVolume, name: string): ExampleVolume {
  volume.image(name, 30, { tags: [name] });
  volume.builder.remove(revisionLinkPath('app', volume.digest(name)));
  return volume;
}

/** The warnings of a plan that is made some time after the scan, with images by their names. */
async function warningsOf(name: string, build: Build, asked: Asked, since = 0): Promise<string[]> {
  const { volume, inventory } = await scanned(name, build);
  vi.useFakeTimers({ now: NOW + since, toFake: ['Date'] });
  const { warnings } = await planOf(
    inventory,
    plainQuestion({ now: NOW, ...(typeof asked === 'function' ? asked(volume) : asked) }),
  );
  inventory.close();
  return warnings.map(({ code, message }) =>
    `${code}: ${message}`.replace(/sha256:\w+/, (digest) => volume.nameOf(digest)),
  );
}
