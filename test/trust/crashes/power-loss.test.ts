import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInventory, verifyBlobs } from '../../../src/index.ts';
import { readVerified } from '../../../src/inventory/beside/verified.ts';
import { type BlobFile, verifiedAs } from '../../../src/inventory/beside/verified-lookup.ts';
import type { Digest } from '../../../src/registry/digest.ts';
import { stowage } from '../../support/command-line.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { askedOf } from '../../support/every-answer.ts';
import { recordedScans } from '../../support/recorded-scans.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import type { VolumeBuilder } from '../../support/volume-builder.ts';
import { blobPath } from '../../support/volume-paths.ts';
import { flipBit } from '../../verify/planted.ts';
import { afterEachLoss, traceRun } from './losing-power.ts';

const dir = temporaryDirectory();
const home = () => path.join(dir(), 'db');
const db = () => path.join(home(), 'stowage.db');

/** The last inventory's id and what it answers; nothing where there is none. */
async function lastAnswer(): Promise<readonly [id: string, answer: string] | undefined> {
  if (!fs.existsSync(db())) return undefined;
  const inventory = openInventory(db());
  const { id } = inventory.scan;
  inventory.close();
  return [id, await askedOf(db(), 'usage')];
}

const unlessNone = (error: Error): string[] => {
  if (error.message.startsWith('There is no history ')) return [];
  throw error;
};

/** What came to a volume since the last scan. */
const CAME: Readonly<Record<string, (volume: VolumeBuilder) => void>> = {
  'the first of all': () => {},
  'one that finds a blob': (volume) => volume.orphan('one more'),
  // More events than a page of the history holds: it grows.
  'one that finds many tags': (volume) => {
    for (let tag = 0; tag < 200; tag++)
      volume.repository('shop/new').image({ layers: ['new'], tag: `v${tag}` });
  },
};

describe('power that is lost at any moment', { timeout: 900_000 }, () => {
  it.each(Object.entries(CAME))(
    'of a scan leaves the last inventory or the new one, and no record twice: %s',
    async (name, come) => {
      const volume = demoCopy(dir());
      fs.mkdirSync(home());
      const scan = ['scan', volume.dir, '--db', db(), '--settle', '0s', '--quiet'];
      if (name !== 'the first of all') await stowage(scan);
      come(volume);
      const before = await lastAnswer();
      const run = traceRun(home(), scan, 0);
      expect(new Set(run.steps.map(({ does }) => does))).toContain('rename');
      const published = await recordedScans(db());
      const answers = [before, await lastAnswer()];

      await afterEachLoss(run, async (label) => {
        const answer = await lastAnswer();
        expect(answers, label).toContainEqual(answer);
        if (answer === undefined) return;
        const ids = await recordedScans(db()).catch(unlessNone);
        expect(published.slice(0, ids.length), label).toEqual(ids);
        expect(ids.length, label).toBeGreaterThanOrEqual(published.length - 1);
      });
    },
  );

  it.each(['first', 'second'])(
    'of the %s verification leaves what was found before or now, and no damaged blob for sound',
    async (which) => {
      const volume = demoCopy(dir()).at('2026-01-05');
      const damaged = [volume.orphan('one'), volume.orphan('two')];
      fs.mkdirSync(home());
      await stowage(['scan', volume.dir, '--db', db(), '--settle', '0s', '--quiet']);
      const verify = ['verify', volume.dir, '--db', db(), '--quiet'];
      const found: string[][] = [[]];
      if (which === 'second') {
        flipBit(volume, damaged[0]!);
        await stowage(verify);
        found.push([damaged[0]!]);
      }
      for (const digest of damaged.slice(found.length - 1)) flipBit(volume, digest);
      const run = traceRun(home(), verify, 1);
      found.push(damaged.toSorted());

      await afterEachLoss(run, async (label) => {
        const inventory = openInventory(db());
        try {
          const bad = () => readVerified(inventory).map(({ digest }) => digest);
          expect(found.slice(-2), label).toContainEqual(bad());
          for (const digest of damaged)
            expect(verifiedAs(db(), fileOf(volume, digest)), label).not.toBe(digest);
          await verifyBlobs(inventory, { threads: 0 });
          expect(bad(), label).toEqual(damaged.toSorted());
        } finally {
          inventory.close();
        }
      });
    },
  );
});

/** A blob's file, as a service that is asked for it sees it. */
function fileOf(volume: VolumeBuilder, digest: string): BlobFile {
  const { size, ino, mtimeNs, ctimeNs } = fs.statSync(volume.resolve(blobPath(digest)), { bigint: true });
  return {
    digest: digest as Digest,
    bytes: Number(size),
    inode: Number(ino),
    modifiedAt: Number(mtimeNs / 1000n),
    changedAt: Number(ctimeNs / 1000n),
  };
}
