import * as fc from 'fast-check';
import type { ModelQuestion, ModelRule } from '../../support/plan-model/question.ts';
import type { Pushed } from './build-volume.ts';

const DAY = 86_400_000;

/** What is asked, but for what depends on the volume. */
export interface RandomQuestion {
  readonly rules: readonly ModelRule[];
  readonly isPolicy: boolean;
  readonly scope: readonly string[];
  readonly protect: readonly string[];
  readonly protectsLatest: boolean;
  readonly minAgeMs: number;
  /** Picks images that are running, named by digest or tag. */
  readonly running: ReadonlyArray<{ readonly pick: number; readonly tag: string | undefined }>;
  readonly freeBytes: number | undefined;
}

const seldom = <T>(arbitrary: fc.Arbitrary<T>, weight = 4) =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const often = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = (...patterns: string[]) => fc.subarray(patterns, { minLength: 1, maxLength: 2 });
const span = fc.constantFrom(0, 1, 2, 5, 10, 30, 60, 90).map((count) => count * DAY);

const criteria = {
  tags: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constant(['*']) },
    { weight: 3, arbitrary: some('pr-*', 'v*', '{main,rel-*}', 'v[12]', 'sha256-*', '-odd') },
  ),
  keepLast: seldom(fc.integer({ min: 1, max: 3 }), 2),
  olderThanMs: often(span),
  untagged: seldom(fc.constant(true as const), 2),
  orphaned: seldom(fc.constant(true as const), 2),
};
const places = { repositories: seldom(some('app', 'app/**', '**', 'team/*')) };

const forTags: fc.Arbitrary<ModelRule> = fc.record(criteria).map(defined);
const forUntagged = fc.record({
  untaggedOnly: fc.constant(true as const),
  olderThanMs: criteria.olderThanMs,
  orphaned: criteria.orphaned,
});
const commandLine = fc
  .oneof({ weight: 4, arbitrary: forTags }, { weight: 1, arbitrary: forUntagged.map(defined) })
  .map(orAll);
const keepsAll = fc.record({ keepAll: fc.constant(true as const), tags: criteria.tags });
const inPolicy = fc
  .tuple(
    fc.record({ ...places, name: seldom(fc.constantFrom('one', 'two')) }),
    fc.oneof({ weight: 4, arbitrary: commandLine }, { weight: 1, arbitrary: keepsAll.map(defined) }),
  )
  .map(([place, rule]) => defined({ ...place, ...rule }));

/** Questions of all kinds. */
export const randomQuestion: fc.Arbitrary<RandomQuestion> = fc
  .tuple(
    fc.oneof(
      commandLine.map((rule) => ({ rules: [rule], isPolicy: false })),
      fc.array(inPolicy, { minLength: 1, maxLength: 4 }).map((rules) => ({ rules, isPolicy: true })),
    ),
    fc.record({
      scope: fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.constantFrom(['{always,app}'], ['always', 'al*'], ['{always,team/**}']) },
      ),
      protect: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: some('**:rel-*', 'app:v1', 'app:{v2,pr-1}') },
      ),
      protectsLatest: fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, fc.constant(false)),
      minAgeMs: fc.constantFrom(DAY, DAY, DAY, 0, 3 * DAY),
      running: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        {
          weight: 1,
          arbitrary: fc.array(
            fc.record({ pick: fc.nat(30), tag: often(fc.constantFrom('v1', 'latest', 'main')) }),
            {
              minLength: 1,
              maxLength: 2,
            },
          ),
        },
      ),
      freeBytes: seldom(fc.integer({ min: 1, max: 4000 })),
    }),
  )
  .map(([rules, rest]) => ({ ...rules, ...rest }));

/** A question to a volume. */
export function questionTo(
  { running, freeBytes, ...rest }: RandomQuestion,
  pushed: readonly Pushed[],
  now: number,
  family: ModelQuestion['family'],
): ModelQuestion {
  const inUse = running.flatMap(({ pick, tag }) => {
    const image = pushed[pick % pushed.length];
    if (image === undefined) return [];
    return [
      tag === undefined
        ? `reg.example.com/app@${image.digest}`
        : `reg.example.com/${image.repository}:${tag}`,
    ];
  });
  return { ...rest, now, family, inUse, ...(freeBytes !== undefined && { freeBytes }) };
}

function orAll(rule: ModelRule): ModelRule {
  return Object.keys(rule).length === 0 ? { tags: ['*'] } : rule;
}

function defined<T extends object>(rule: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(rule).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
