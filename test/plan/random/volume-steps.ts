import * as fc from 'fast-check';

/** When something is pushed: days before the scan; null is a time that says nothing. */
export type Age = number | null;

/** A step in the making of a volume. `pick` numbers choose among the images pushed so far. */
export type Step =
  | {
      step: 'image';
      repository: string;
      label: number;
      layers: readonly number[];
      tag: string | undefined;
      subject: number | undefined;
      /** Picks a manifest that is one of its layers. */
      carries: number | undefined;
      age: Age;
    }
  | {
      step: 'index';
      repository: string;
      label: number;
      children: readonly Child[];
      tag: string | undefined;
      subject: number | undefined;
      age: Age;
    }
  /** Pushes an image that some repository has to another one as well. */
  | { step: 'copy'; repository: string; pick: number; tag: string | undefined; age: Age }
  | { step: 'tag'; repository: string; pick: number; tag: string; age: Age }
  /** A tag that is named for an image, or for the beginning of its digest. */
  | { step: 'attach'; repository: string; pick: number; subject: number; suffix: string; age: Age }
  /** An image that some repository has, by its sha512 too. */
  | { step: 'sha512'; repository: string; pick: number; tag: string | undefined; age: Age }
  | { step: 'pushAgain'; repository: string; pick: number; age: Age }
  | { step: 'deleteTag'; repository: string; tag: string }
  | { step: 'deleteRevision'; repository: string; pick: number }
  | { step: 'garbage'; name: number }
  | Damage;

/** What an index lists: an image of its repository, one of any, a layer as caches of builds do, or what is not there. */
export type Child = { pick: number; isAnywhere: boolean } | { layer: number } | 'absent';

type Damage =
  | { step: 'breakManifest'; pick: number; how: 'missing' | 'cut' }
  | { step: 'breakRevision'; pick: number; how: 'empty' | 'other' }
  | { step: 'breakTag'; repository: string; tag: string; how: 'empty' | 'hollow' | 'file' }
  | { step: 'strayRevision'; repository: string }
  /** Takes the directory away by which 2.x knows a repository. */
  | { step: 'hide'; repository: string }
  /** An image of a name that the API does not take. */
  | { step: 'misname'; pick: number }
  /** Takes a blob, or a link to one, away. */
  | { step: 'lose'; what: 'layer' | 'layerLink'; pick: number }
  /** Makes a blob the file of another. */
  | { step: 'hardLink'; pick: number; other: number };

const repository = fc.oneof(
  { weight: 12, arbitrary: fc.constant('app') },
  { weight: 6, arbitrary: fc.constantFrom('app/sub', 'team/web') },
);
const tagName = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('v1', 'v2', 'v3', 'v4', 'pr-1', 'pr-2', 'pr-3', 'main') },
  { weight: 2, arbitrary: fc.constantFrom('latest', 'rel-1') },
  { weight: 1, arbitrary: fc.constant('-odd') },
);
const tag = fc.option(tagName, { nil: undefined, freq: 3 });
const pick = fc.nat(30);
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const label = fc.nat(9);
const layers = fc.array(fc.nat(6), { minLength: 1, maxLength: 3 });
const age: fc.Arbitrary<Age> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom<Age>(1.5, 2, 5, 10, 20, 30, 60, 90, 100, 200, 400) },
  { weight: 3, arbitrary: fc.constantFrom<Age>(0, 0.5, 1) },
  { weight: 1, arbitrary: fc.constantFrom<Age>(-2, -3, null) },
);

const image = fc.record({
  step: fc.constant('image' as const),
  repository,
  label,
  layers,
  tag,
  subject: seldom(pick),
  carries: seldom(pick),
  age,
});
const child: fc.Arbitrary<Child> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ pick, isAnywhere: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ pick, isAnywhere: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ layer: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.constant('absent' as const) },
);
const index = fc.record({
  step: fc.constant('index' as const),
  repository,
  label,
  children: fc.array(child, { maxLength: 4 }),
  tag,
  subject: seldom(pick),
  age,
});
const attach = fc.record({
  step: fc.constant('attach' as const),
  repository,
  pick,
  subject: pick,
  suffix: fc.constantFrom('.sig', '.att', '.sbom', ''),
  age,
});
const change: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ step: fc.constant('copy' as const), repository, pick, tag, age }),
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('tag' as const), repository, pick, tag: tagName, age }),
  },
  fc.record({ step: fc.constant('pushAgain' as const), repository, pick, age }),
  fc.record({ step: fc.constant('sha512' as const), repository, pick, tag, age }),
  fc.record({ step: fc.constant('deleteTag' as const), repository, tag: tagName }),
  fc.record({ step: fc.constant('garbage' as const), name: fc.nat(3) }),
);
const damage: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ step: fc.constant('deleteRevision' as const), repository, pick }),
  fc.record({
    step: fc.constant('breakManifest' as const),
    pick,
    how: fc.constantFrom('missing' as const, 'missing' as const, 'cut' as const),
  }),
  fc.record({
    step: fc.constant('breakRevision' as const),
    pick,
    how: fc.constantFrom('empty' as const, 'other' as const),
  }),
  fc.record({
    step: fc.constant('breakTag' as const),
    repository,
    tag: tagName,
    how: fc.constantFrom('empty' as const, 'hollow' as const, 'hollow' as const, 'file' as const),
  }),
  fc.record({ step: fc.constant('strayRevision' as const), repository }),
  fc.record({ step: fc.constant('hide' as const), repository }),
  fc.record({ step: fc.constant('misname' as const), pick }),
  fc.record({
    step: fc.constant('lose' as const),
    what: fc.constantFrom('layer' as const, 'layerLink' as const),
    pick,
  }),
  { weight: 2, arbitrary: fc.record({ step: fc.constant('hardLink' as const), pick, other: pick }) },
);

/** Volumes as the steps that make them: pushes and changes, then seldom damage. */
export const volumeSteps: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 6, arbitrary: image as fc.Arbitrary<Step> },
        { weight: 3, arbitrary: index as fc.Arbitrary<Step> },
        { weight: 2, arbitrary: attach as fc.Arbitrary<Step> },
        { weight: 4, arbitrary: change },
      ),
      { minLength: 4, maxLength: 26, size: 'max' },
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Step[]>([]) },
      { weight: 1, arbitrary: fc.array(damage, { minLength: 1, maxLength: 3 }) },
    ),
  )
  .map(([pushes, harm]) => [...pushes, ...harm]);
