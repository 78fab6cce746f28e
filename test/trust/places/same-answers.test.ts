import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { takeInventory } from '../../../src/index.ts';
import { everyAnswer } from '../../support/every-answer.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { buildRandomVolume, randomVolume } from '../../support/random-volume.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { mounting } from './mounted.ts';
import { PLACES, type Place } from './places.ts';

const dir = temporaryDirectory();
const mounted = mounting();
const SCAN = { id: 'the same', beganAtMs: Date.now(), durationMs: 1 };

/** Steps that make what not every file system holds: other names of files, and names that differ by case alone. */
const needsMuch = (step: object) =>
  'op' in step && (step.op === 'secondName' || JSON.stringify(step).includes('Team'));

const STEPS = fc.sample(randomVolume(), { numRuns: 8 }).flat();

function build(volume: string, isPlain: boolean): void {
  buildRandomVolume(volume, isPlain ? STEPS.filter((step) => !needsMuch(step)) : STEPS);
  if (isPlain) return;
  const built = aVolume(volume);
  for (const name of ['caf\xe9', 'gr\xfcn', '\xff'].map((text) => Buffer.from(text, 'latin1'))) {
    const tags = Buffer.from(built.resolve('docker/registry/v2/repositories/a/_manifests/tags/'));
    fs.mkdirSync(Buffer.concat([tags, name]));
  }
}

/** Gives all that is in a directory a time that the coarsest clock can tell, some months apart. */
function makeEven(directory: Buffer): void {
  for (const [at, name] of fs.readdirSync(directory, 'buffer').sort(Buffer.compare).entries()) {
    const file = Buffer.concat([directory, Buffer.from('/'), name]);
    if (fs.lstatSync(file).isDirectory()) makeEven(file);
    const seconds = 1_600_000_000 + 20_000_000 * (at % 5);
    fs.lutimesSync(file, seconds, seconds);
  }
}

/** What is answered of a volume that is made in a directory, which all answers call by one path. */
async function answersAt(at: string, isPlain: boolean): Promise<Record<string, string>> {
  const here = path.join(dir(), 'here');
  const db = path.join(dir(), 'stowage.db');
  for (const file of [here, db, `${db}.history`]) fs.rmSync(file, { force: true });
  fs.symlinkSync(at, here);
  build(`${here}/volume`, isPlain);
  makeEven(Buffer.from(`${here}/volume`));
  await takeInventory({ volume: `${here}/volume`, db, threads: 0, settleMs: 0, hooks: { scan: SCAN } });
  return everyAnswer(db);
}

for (const [name, place] of Object.entries<Place>(PLACES))
  it(`a volume on ${name} is answered as it is elsewhere`, async (running) => {
    const { at, beside } = mounted(name, place, running);
    const isPlain = place.lacks.length > 1;
    const plain = path.join(beside, 'plain');
    fs.mkdirSync(plain);
    const expected = await answersAt(plain, isPlain);
    const answers = Object.entries(await answersAt(at, isPlain));
    const differing = answers.flatMap(([question, answer]) => {
      const difference = firstDifference(expected[question] ?? '', answer);
      return difference === undefined ? [] : [`${question}: ${difference}`];
    });
    expect(differing).toEqual([]);
  });
