import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { VolumeFs } from '../../../src/volume/volume-fs.ts';
import { differenceOf, outcomeOf } from '../../support/both-ways.ts';
import { beginVolume } from '../../support/history/begin.ts';
import { OPERATIONS } from '../../support/history/operations.ts';
import { perform } from '../../support/history/perform.ts';
import { cases } from '../../support/random-cases.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { currentLinkPath } from '../../support/volume-paths.ts';
import { mounting } from './mounted.ts';
import { PLACES, type Place } from './places.ts';

const mounted = mounting();
const TICK_MS = 12;
/** Times however young: where a clock is a file server's, they are not trusted for ten minutes. */
const TRUSTS_ALL = -1e9;
const ROUNDS = cases({ few: 4, many: 6 });

/** As many bytes in the same file, or in another that may get its number, with the times that there were. */
const UNSEEN = /^(?:redirect|overwrite|replace|garble)/;
const NAMES = Object.keys(OPERATIONS);
const UNSEEN_NAMES = NAMES.filter((name) => UNSEEN.test(name) && !name.includes(' by '));

for (const [index, [name, place]] of Object.entries<Place>(PLACES).entries())
  it(`on ${name} a rescan believes nothing that changed`, { timeout: 120_000 }, async (running) => {
    const { at, beside } = mounted(name, place, running);
    const isCoarse = place.lacks.includes('fractions');
    const root = path.join(at, 'volume');
    const options = { volume: root, hooks: { clockGranularityMs: isCoarse ? 1000 : TRUSTS_ALL } };
    const volume = beginVolume(root, path.join(at, 'aside'), { volume: [], before: [] });
    const pause = () => wait(isCoarse ? 2000 + TICK_MS : TICK_MS);
    const compare = async (label: string) => {
      const rescan = await outcomeOf({ ...options, db: path.join(beside, 'last.db') });
      const full = await outcomeOf({ ...options, db: path.join(beside, 'full.db'), full: true });
      expect(differenceOf(rescan, full), label).toEqual({});
    };
    await pause();
    await compare('at first');
    const read = async (full: boolean) => {
      const opened = vi.spyOn(VolumeFs.prototype, 'readLink');
      await outcomeOf({ ...options, db: path.join(beside, 'last.db'), full });
      const { length } = opened.mock.calls;
      opened.mockRestore();
      return length;
    };
    // Where both read everything it is no wonder that they agree.
    const share = (await read(false)) / (await read(true));
    if (place.lacks.includes('change-times')) expect(share).toBe(1);
    else expect(share).toBeLessThan(0.7);
    const done: string[] = [];
    for (let round = 0; done.length < (isCoarse ? 2 : ROUNDS) && round < 40; round++) {
      const names = round % 2 === 0 ? UNSEEN_NAMES : NAMES;
      const operation = names[(index * 5 + round * 7) % names.length] as string;
      await pause();
      const how = { operation, pick: index + round, how: round, givesTimesBack: round % 2 === 0 };
      if (!perform(volume, how)) continue;
      await pause();
      done.push(operation);
      await compare(done.join(', '));
    }
    expect(done.length).toBeGreaterThan(1);
  });

it('where a clock ticks once in a second, what is written twice within one is read again', {
  retry: 4,
}, async (running) => {
  const name = 'ext3 without fractions of seconds';
  const { at, beside } = mounted(name, PLACES[name], running);
  const root = path.join(at, 'volume');
  const volume = aVolume(root);
  const [one, other] = ['1', '2'].map((tag) => volume.repository('a').image({ layers: [tag], tag }).digest);
  const current = currentLinkPath('a', '1');
  await wait(2100);
  // So that all of it is in one second.
  await wait(1000 - (Date.now() % 1000) + 20);
  volume.writeLink(current, other as string);
  await outcomeOf({ volume: root, db: path.join(beside, 'last.db') });
  const before = fs.statSync(volume.resolve(current));
  volume.writeLink(current, one as string);
  // The file looks as it did, or nothing is shown.
  const { mtimeMs, ctimeMs, size, ino } = fs.statSync(volume.resolve(current));
  expect({ mtimeMs, ctimeMs, size, ino }).toMatchObject({
    mtimeMs: before.mtimeMs,
    ctimeMs: before.ctimeMs,
    size: before.size,
    ino: before.ino,
  });
  const rescan = await outcomeOf({ volume: root, db: path.join(beside, 'last.db') });
  const full = await outcomeOf({ volume: root, db: path.join(beside, 'full.db'), full: true });
  expect(differenceOf(rescan, full)).toEqual({});
});
