import type { Explanation } from '../../../src/plan/explanation.ts';
import type { ModelRule } from '../../support/plan-model/question.ts';
import type { ExampleVolume } from './example-volume.ts';

export const NOW = Date.UTC(2026, 5, 1);

/** What becomes of an image or of its tags, and why: the volume, the rules, what is asked about, what is said. */
export interface ExplainedCase {
  readonly title: string;
  readonly build: (volume: ExampleVolume) => unknown;
  readonly rules: readonly ModelRule[];
  readonly isPolicy?: boolean;
  readonly scope?: readonly string[];
  readonly about: string | ((volume: ExampleVolume) => string);
  readonly says: InShort;
}

/** An explanation with images by their names; lists that are empty are left out. */
interface InShort {
  readonly image: string;
  /** Of each tag that was asked about: whether it is selected, why not, and what each rule says. */
  readonly tags?: readonly string[];
  readonly otherTags?: readonly string[];
  readonly untagged?: readonly string[];
  readonly neededBy?: readonly string[];
  readonly attachedTo?: readonly string[];
  /** Of 2.x, and of 3.x where that does otherwise. */
  readonly fates: readonly string[];
  readonly on3x?: readonly string[];
}

export function inShort(explanation: Explanation, volume: ExampleVolume): InShort {
  const { repository, digest, tags, otherTags, untagged, neededBy, attachedTo, fates } = explanation;
  const saying = ({ rule = 'rule', says }: { rule?: string; says: string }) => `${rule} ${says}`;
  const lists = {
    tags: tags.map(({ tag, isSelected, reasons, rules }) =>
      [`${tag} ${isSelected ? 'selected' : 'not selected'}`, ...reasons, ...rules.map(saying)].join(', '),
    ),
    otherTags: otherTags.map(({ tag, isSelected }) => `${tag} ${isSelected ? 'selected' : 'not selected'}`),
    untagged: untagged?.map(saying) ?? [],
    neededBy: neededBy.map((needer) => `${volume.nameOf(needer.digest)} ${needer.goes ? 'goes' : 'stays'}`),
    attachedTo: attachedTo.map((subject) => volume.nameOf(subject)),
  };
  const fatesOn = (wanted: string) =>
    fates
      .filter(({ family }) => family === wanted)
      .map(({ tag = 'the image', fate, reasons, by }) =>
        [`${tag} ${fate}`, ...reasons, ...(by === undefined ? [] : [`by ${volume.nameOf(by)}`])].join(', '),
      );
  const [on2x, on3x] = [fatesOn('2.7-2.8'), fatesOn('3.x')];
  return {
    image: `${repository} ${volume.nameOf(digest)}`,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    fates: on2x,
    ...(on2x.join() !== on3x.join() && { on3x }),
  };
}

const days = (count: number) => count * 86_400_000;
const older = (count: number): ModelRule => ({ olderThanMs: days(count) });

const policy: readonly ModelRule[] = [
  { name: 'others', repositories: ['other'], untagged: true },
  { name: 'signatures', orphaned: true },
  { tags: ['pr-*'], olderThanMs: days(14) },
  { tags: ['v*'], keepAll: true },
  { name: 'garbage', untagged: true, olderThanMs: days(50) },
  { name: 'rest', keepLast: 1 },
];

/** Images with these tags, of which a rule keeps the newest. */
const three = (volume: ExampleVolume) =>
  volume
    .image('A', 100, { tags: ['v1', 'v2', 'latest'] })
    .image('B', 10, { tags: ['v3'] })
    .image('A', 100, { tags: ['v1'], repository: 'other' });

/** An index with two children, and a signature of the index. */
const signed = (volume: ExampleVolume, child: readonly string[]) =>
  volume
    .image('c1', 100, { tags: child })
    .image('c2', 100)
    .index('I', 100, ['c1', 'c2'], ['m'])
    .image('S', 100, { subject: 'I' });

const byDigest = (name: string) => (volume: ExampleVolume) => `app@${volume.digest(name)}`;

export const EXPLAINED: readonly ExplainedCase[] = [
  {
    title: 'an image goes with the one tag that it has',
    build: (volume) => volume.image('A', 100, { tags: ['v1'] }).image('B', 10, { tags: ['v2'] }),
    rules: [older(90)],
    about: 'app:v1',
    says: { image: 'app A', tags: ['v1 selected, rule selects'], fates: ['v1 goes, selected'] },
  },
  {
    title: 'a tag stays with an image that another tag keeps, and goes alone where registries can do that',
    build: three,
    rules: [older(90)],
    about: 'app:v1',
    says: {
      image: 'app A',
      tags: ['v1 selected, rule selects'],
      otherTags: ['latest not selected', 'v2 selected'],
      fates: ['v1 stays, shares-digest, by latest'],
      on3x: ['v1 goes-alone, selected'],
    },
  },
  {
    title: 'each tag of an image goes or stays, where the image is asked about',
    build: three,
    rules: [older(90)],
    about: byDigest('A'),
    says: {
      image: 'app A',
      tags: [
        'latest not selected, latest, rule not-asked',
        'v1 selected, rule selects',
        'v2 selected, rule selects',
      ],
      fates: [
        'latest kept, latest',
        'v1 stays, shares-digest, by latest',
        'v2 stays, shares-digest, by latest',
      ],
      on3x: ['latest kept, latest', 'v1 goes-alone, selected', 'v2 goes-alone, selected'],
    },
  },
  {
    title: 'an image of the same digest goes from another repository',
    build: three,
    rules: [older(90)],
    about: 'other:v1',
    says: { image: 'other A', tags: ['v1 selected, rule selects'], fates: ['v1 goes, selected'] },
  },
  {
    title: 'a tag is kept, and by which rule of a policy',
    build: (volume) => volume.image('A', 100, { tags: ['v1'] }),
    rules: policy,
    isPolicy: true,
    about: 'app:v1',
    says: {
      image: 'app A',
      tags: [
        'v1 not selected, keep-all, others other-repositories, signatures nothing-about-it, rule 3 other-tags, rule 4 keeps, garbage not-asked, rest not-asked',
      ],
      fates: ['v1 kept, keep-all'],
    },
  },
  {
    title: 'a tag goes, and by which rule of a policy',
    build: (volume) => volume.image('A', 100, { tags: ['pr-1'] }),
    rules: policy,
    isPolicy: true,
    about: 'app:pr-1',
    says: {
      image: 'app A',
      tags: [
        'pr-1 selected, others other-repositories, signatures nothing-about-it, rule 3 selects, rule 4 other-tags, garbage not-asked, rest not-asked',
      ],
      fates: ['pr-1 goes, selected'],
    },
  },
  {
    title: 'an image without a tag goes, and by which rule of a policy',
    build: (volume) => volume.image('A', 100).image('B', 10, { tags: ['v1'] }),
    rules: policy,
    isPolicy: true,
    about: byDigest('A'),
    says: {
      image: 'app A',
      untagged: [
        'others other-repositories',
        'signatures not-asked',
        'rule 3 nothing-about-it',
        'rule 4 nothing-about-it',
        'garbage selects',
        'rest nothing-about-it',
      ],
      fates: ['the image goes, untagged'],
    },
  },
  {
    title: 'an image without a tag stays that is too young for its rule',
    build: (volume) => volume.image('A', 40).image('B', 10, { tags: ['v1'] }),
    rules: policy,
    isPolicy: true,
    about: byDigest('A'),
    says: {
      image: 'app A',
      untagged: [
        'others other-repositories',
        'signatures not-asked',
        'rule 3 nothing-about-it',
        'rule 4 nothing-about-it',
        'garbage keeps',
        'rest nothing-about-it',
      ],
      fates: ['the image kept, not-selected'],
    },
  },
  {
    title: 'a part of an index goes along with it',
    build: (volume) => signed(volume, []),
    rules: [{ tags: ['m'] }],
    about: byDigest('c1'),
    says: {
      image: 'app c1',
      untagged: ['rule nothing-about-it'],
      neededBy: ['I goes'],
      fates: ['the image goes, child-of'],
    },
  },
  {
    title: 'a part of an index stays with it',
    build: (volume) => signed(volume, ['amd64']),
    rules: [{ tags: ['amd64'] }],
    about: 'app:amd64',
    says: {
      image: 'app c1',
      tags: ['amd64 selected, rule selects'],
      neededBy: ['I stays'],
      fates: ['amd64 stays, needed-by, by I'],
      on3x: ['amd64 goes-alone, selected'],
    },
  },
  {
    title: 'a signature goes along with what it is of',
    build: (volume) => signed(volume, []),
    rules: [older(90)],
    about: byDigest('S'),
    says: {
      image: 'app S',
      untagged: ['rule nothing-about-it'],
      attachedTo: ['I'],
      fates: ['the image goes, attached-to'],
    },
  },
];
