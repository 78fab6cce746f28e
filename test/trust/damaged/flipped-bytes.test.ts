import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HashedBlob } from '../../../src/facts/hashed-blob.ts';
import { openInventory, takeInventory } from '../../../src/index.ts';
import { VerifiedStore } from '../../../src/inventory/beside/verified.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { type AnyQuestion, askedOf, EVERY_QUESTION, everyAnswer } from '../../support/every-answer.ts';
import { firstDifference } from '../../support/first-difference.ts';
import { madeBytes } from '../../support/made-bytes.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
const QUESTIONS = Object.keys(EVERY_QUESTION) as AnyQuestion[];
/** Of each of three files; each is asked two things. */
const DAMAGES = cases({ few: 300, many: 1_700 });

let right: Record<string, string>;
beforeEach(async () => {
  const volume = demoCopy(dir());
  const scan = () => takeInventory({ volume: volume.dir, db: db(), threads: 0, settleMs: 0 });
  await scan();
  volume.orphan('one more');
  await scan();
  leaveResults();
  right = await everyAnswer(db());
});

/** Results of a verification: every blob is sound but for one, whose bytes are another's. */
function leaveResults(): void {
  const inventory = openInventory(db());
  const blobs = inventory.database
    .prepare<[], Omit<HashedBlob, 'outcome'> & { digest: HashedBlob['digest'] }>(
      `SELECT 'sha256:' || lower(hex(digest)) AS digest, bytes, inode, modified_at AS modifiedAt,
         changed_at AS changedAt FROM blob WHERE bytes > 0 AND length(digest) = 32`,
    )
    .all();
  const store = new VerifiedStore(inventory);
  store.add(
    blobs.map((blob, at) =>
      at === 0
        ? { ...blob, outcome: 'mismatch', actual: blobs[1]?.digest as HashedBlob['digest'] }
        : { ...blob, outcome: 'sound' },
    ) as HashedBlob[],
  );
  store.flush();
  store.close();
  inventory.close();
}

/** The right answer; a report leaves out what changed, with a note, where the history cannot be read. */
function expectedOf(question: AnyQuestion, answer: string): string {
  const expected = right[question] ?? '';
  if (question !== 'report' || answer.includes('"changes":')) return expected;
  const { changes: _, ...rest } = JSON.parse(expected);
  return JSON.stringify(rest);
}

/** What can happen to a file: bits that turn, bytes that become others, an end that is lost. */
function damaged(sound: Buffer, round: number): Buffer {
  const random = madeBytes(`damage ${round}`, 16);
  const at = random.readUInt32LE(0) % sound.length;
  if (round % 5 === 0) return sound.subarray(0, at);
  const bytes = Buffer.from(sound);
  if (round % 5 === 1) random.copy(bytes, at, 8, 8 + 1 + (random[4]! % 8));
  else if (round % 5 === 2) bytes.fill(0, at, Math.min(at + 512, bytes.length));
  else bytes[at]! ^= 1 << (random[4]! % 8);
  return bytes;
}

describe.each(['', '.history', '.verified'])('a damaged file stowage.db%s', (suffix) => {
  it('gives the right answer or ends with 12, whatever is asked', { timeout: 600_000 }, async () => {
    const file = `${db()}${suffix}`;
    const sound = fs.readFileSync(file);
    const ends = { right: 0, refused: 0 };
    for (let round = 0; round < DAMAGES; round++) {
      fs.writeFileSync(file, damaged(sound, round));
      for (const second of [0, 1]) {
        const question = QUESTIONS[(2 * round + second) % QUESTIONS.length] as AnyQuestion;
        const answer = await askedOf(db(), question);
        if (answer.startsWith('12: ')) ends.refused++;
        else {
          const expected = expectedOf(question, answer);
          expect(firstDifference(answer, expected), `${question}, damage ${round}`).toBeUndefined();
          ends.right++;
        }
      }
    }
    console.info(`stowage.db${suffix}: ${JSON.stringify(ends)}`);
    expect(ends.refused).toBeGreaterThan(0);
  });
});
