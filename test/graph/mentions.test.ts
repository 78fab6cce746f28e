import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mentions } from '../../src/graph/mentions.ts';

describe('what is wanted as a manifest', () => {
  it('is given once, with whether it must be one', () => {
    const mentions = new Mentions();
    mentions.want(7, false);
    mentions.want(8, true);
    expect([...mentions.takeWanted()]).toEqual([7, 8]);
    expect([7, 8].map((blob) => mentions.isCertain(blob))).toEqual([false, true]);
    expect([...mentions.takeWanted()]).toEqual([]);
  });

  it('is asked for again when it turns out that it must be one', () => {
    const mentions = new Mentions();
    mentions.want(7, false);
    mentions.takeWanted();
    mentions.want(7, true);
    mentions.want(7, false);
    expect([...mentions.takeWanted()]).toEqual([7]);
    expect(mentions.isCertain(7)).toBe(true);
  });

  it('is asked for by another name, whichever was told first', () => {
    const mentions = new Mentions();
    mentions.addAlias(5, 7);
    mentions.want(5, true);
    mentions.want(6, false);
    mentions.addAlias(6, 8);
    mentions.mention(9);
    mentions.addAlias(9, 10);
    expect([...mentions.takeWanted()]).toEqual([5, 6, 7, 8]);
    expect([7, 8].map((blob) => mentions.isCertain(blob))).toEqual([true, false]);
    expect([7, 8, 10].every((blob) => mentions.isMentioned(blob))).toBe(true);
  });

  it('is not asked for once it was read', () => {
    const mentions = new Mentions();
    mentions.markRead(7);
    mentions.want(7, true);
    mentions.wantAgain(7);
    expect([...mentions.takeWanted()]).toEqual([]);
  });

  it.each([true, false])('is asked for again where its blob came late, certain or not: %j', (isCertain) => {
    const mentions = new Mentions();
    mentions.want(7, isCertain);
    mentions.takeWanted();
    mentions.wantAgain(7);
    expect([...mentions.takeWanted()]).toEqual([7]);
  });

  it('is not asked for because a blob came that nobody wants as one', () => {
    const mentions = new Mentions();
    mentions.mention(7);
    for (const blob of [7, 8, 5000]) mentions.wantAgain(blob);
    expect([...mentions.takeWanted()]).toEqual([]);
  });

  it.each([true, false])(
    'is not asked for again by what else leads to it, certain or not: %j',
    (isCertain) => {
      const mentions = new Mentions();
      mentions.want(7, isCertain);
      mentions.takeWanted();
      mentions.want(7, isCertain);
      expect([...mentions.takeWanted()]).toEqual([]);
    },
  );

  it('is given once where it was asked for twice, in the order of ids', () => {
    const mentions = new Mentions();
    mentions.want(9, true);
    mentions.want(8, false);
    mentions.want(8, true);
    mentions.wantAgain(9);
    expect([...mentions.takeWanted()]).toEqual([8, 9]);
  });

  it('is not given where it was read after it was asked for', () => {
    const mentions = new Mentions();
    mentions.want(7, true);
    mentions.markRead(7);
    expect([...mentions.takeWanted()]).toEqual([]);
  });
});

/** What somebody says of a blob. Names are odd and blobs even: another name is that of a blob, and never of another name. */
type Saying = readonly ['mention' | 'maybe' | 'certain' | 'alias', blob: number, stored: number];

const id = fc.constantFrom(1, 2, 3, 4, 1023, 1024, 1025, 2048, 5000);
const stored = fc.constantFrom(2, 4, 1024, 2048, 5000);
const saying: fc.Arbitrary<Saying> = fc.oneof(
  fc.tuple(fc.constantFrom('mention', 'maybe', 'certain'), id, fc.constant(0)),
  fc.tuple(fc.constant('alias'), fc.constantFrom(1, 3, 1023, 1025), stored),
);
const IDS = [1, 2, 3, 4, 1023, 1024, 1025, 2048, 5000];

describe('what is said of blobs and their other names', () => {
  it('comes to the same in whatever order it is said, and asked for', () => {
    const order = fc.array(saying, { maxLength: 12 });
    fc.assert(
      fc.property(order, fc.boolean(), (said, takesMeanwhile) => {
        const mentions = new Mentions();
        const wanted = new Set<number>();
        const take = () => {
          for (const blob of mentions.takeWanted()) wanted.add(blob);
        };
        for (const each of said) {
          say(mentions, each);
          if (takesMeanwhile) take();
        }
        take();
        const words = (kinds: readonly string[]) => IDS.filter((blob) => isSaid(said, blob, kinds));
        expect(IDS.filter((blob) => mentions.isMentioned(blob))).toEqual(
          words(['mention', 'maybe', 'certain']),
        );
        expect(IDS.filter((blob) => wanted.has(blob))).toEqual(words(['maybe', 'certain']));
        expect(IDS.filter((blob) => mentions.isCertain(blob))).toEqual(words(['certain']));
      }),
      { numRuns: 500 },
    );
  });
});

function say(mentions: Mentions, [what, blob, stored]: Saying): void {
  if (what === 'alias') mentions.addAlias(blob, stored);
  else if (what === 'mention') mentions.mention(blob);
  else mentions.want(blob, what === 'certain');
}

/** True where one of these words is said of a blob, or of another name of it. */
function isSaid(said: readonly Saying[], blob: number, kinds: readonly string[]): boolean {
  const names = said.flatMap(([what, name, stored]) => (what === 'alias' && stored === blob ? [name] : []));
  return said.some(([what, of]) => kinds.includes(what) && (of === blob || names.includes(of)));
}
