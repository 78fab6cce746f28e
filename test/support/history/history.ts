import * as fc from 'fast-check';
import type { TakeInventoryOptions } from '../../../src/index.ts';
import type { Hooked } from '../../../src/volume/test-hooks.ts';
import { randomVolume } from '../random-volume.ts';
import type { VolumeOp } from '../volume-op.ts';
import { OPERATIONS } from './operations.ts';

/** One thing that is done to a volume, as plain data; the numbers choose among what is there then. */
export interface Operation {
  readonly operation: string;
  readonly pick: number;
  readonly how: number;
  /** Whether everything has the times of its content again that it had before. */
  readonly givesTimesBack: boolean;
}

/** What happens between two scans, and how the second is made. */
export interface Round {
  readonly operations: readonly Operation[];
  readonly scan: Pick<TakeInventoryOptions, 'follow' | 'readEveryLink'> & Hooked;
  /** The call at which the disk fails a scan that is made before; undefined where there is none. */
  readonly failsAt: number | undefined;
  /** Whether a scan is made before that leaves configs unread. */
  readonly skipsConfigs: boolean;
}

/** The life of a volume, as plain data. */
export interface History {
  /** What it holds besides the usual. */
  readonly volume: readonly VolumeOp[];
  /** What was done to it before the first scan. */
  readonly before: readonly Operation[];
  /** What comes to it between the first two scans. */
  readonly first: Operation;
  readonly later: readonly Round[];
  readonly clock: Hooked & { readonly pauseMs: number };
}

/** What must have been done before something else can be. */
const PREPARED_BY: Readonly<Record<string, readonly string[]>> = {
  'push into an emptied directory': ['remove data'],
  'mend data': ['overwrite data in place', 'cut or lengthen data'],
  'mend a link': ['redirect a revision link', 'empty a history link', 'redirect a layer link'],
  'remove a stray': ['put in a file', 'put in a directory'],
  'change a stray': ['put in a file', 'put in a directory'],
  'move back what was moved away': ['move data away', 'move a directory away'],
  'remove the state of a cache': ['write the state of a cache'],
  'say no more that the metadata is in a database': ['say that the metadata is in a database'],
};

const operationOf = (...names: readonly string[]): fc.Arbitrary<Operation> =>
  fc.record({
    operation: fc.constantFrom(...names),
    pick: fc.nat(9999),
    how: fc.nat(9999),
    givesTimesBack: fc.boolean(),
  });
const anything = operationOf(...Object.keys(OPERATIONS));

const round: fc.Arbitrary<Round> = fc.record({
  operations: fc.array(anything, { maxLength: 4 }),
  scan: fc.oneof(
    { weight: 8, arbitrary: fc.constant({}) },
    fc.constant({ follow: false }),
    // Trusts less than the last one, as where the clock was set back.
    fc.constant({ hooks: { clockGranularityMs: 3_600_000 } }),
    fc.constant({ readEveryLink: true }),
  ),
  failsAt: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, fc.nat(300)),
  skipsConfigs: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
});

/**
 * Histories in which one operation comes first, alone. In half of them nothing else was ever wrong or random: what is
 * odd is read every time, and hides what a rescan believes.
 */
export function historiesOf(name: string, clocks: ReadonlyArray<History['clock']>): fc.Arbitrary<History> {
  const prepared = PREPARED_BY[name]?.map((each) => operationOf(each));
  const needed = prepared === undefined ? fc.constant([]) : fc.oneof(...prepared).map((each) => [each]);
  const odd = fc.tuple(randomVolume(), fc.array(anything, { maxLength: 2 }));
  return fc
    .record({
      odd: fc.oneof(fc.constant<[VolumeOp[], Operation[]]>([[], []]), odd),
      needed,
      first: operationOf(name),
      later: fc.array(round, { minLength: 1, maxLength: 3 }),
      clock: fc.constantFrom(...clocks),
    })
    .map(({ odd: [volume, more], needed: before, ...rest }) => ({
      ...rest,
      volume,
      before: [...more, ...before],
    }));
}
