import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyBlobs } from '../../../src/index.ts';
import { openDatabase } from '../../../src/inventory/format/sqlite.ts';
import { digestOf, madeBytes } from '../../support/made-bytes.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { blobPath } from '../../support/volume-paths.ts';
import { request, sendRaw } from './raw-client.ts';
import { type Served, type ServingOptions, serveVolume } from './served.ts';

const dir = temporaryDirectory();
const volumeDir = () => path.join(dir(), 'volume');
const BYTES = 3_000_000;
const content = madeBytes('layer', BYTES);
const digest = digestOf(content);
const whole = (served: Served) => sendRaw(served.port, request(`GET /v2/team/app/blobs/${digest}`));

/** A service that comes upon the results of a verification of its volume. */
async function serveVerified(options: ServingOptions = {}): Promise<{ served: Served; verified: string }> {
  aVolume(volumeDir()).repository('team/app').layerLink(aVolume(volumeDir()).writeBlob(content));
  const served = await serveVolume(volumeDir(), options);
  await verifyBlobs(served.inventory, { threads: 0 });
  return { served, verified: `${served.inventory.path}.verified` };
}

/** Its first call that reads of the blob falsifies a byte: where the blob is hashed, it is cut off. */
function flipAt(call: number): ServingOptions {
  return { disk: { threads: 1, hooks: { fault: { call, code: 'flip' } } } };
}

describe('a blob is hashed on its way', () => {
  it('where nobody did before', async () => {
    aVolume(volumeDir()).repository('team/app').layerLink(aVolume(volumeDir()).writeBlob(content));
    expect((await whole(await serveVolume(volumeDir(), flipAt(5)))).body.length).toBeLessThan(BYTES);
  });

  it('not again where a verification found it sound', async () => {
    const { served } = await serveVerified(flipAt(5));
    const { body } = await whole(served);
    expect([body.length, body.equals(content)]).toEqual([BYTES, false]);
  });

  it('not again where it was sound when it was sent', async () => {
    aVolume(volumeDir()).repository('team/app').layerLink(aVolume(volumeDir()).writeBlob(content));
    // Four calls to find it, 24 to read it, one to close it, and four again.
    const served = await serveVolume(volumeDir(), flipAt(34));
    expect((await whole(served)).body.equals(content)).toBe(true);
    const { body } = await whole(served);
    expect([body.length, body.equals(content)]).toEqual([BYTES, false]);
    expect((await whole(served)).body.equals(content)).toBe(true);
  });

  it('again where its file was touched since', async () => {
    const { served } = await serveVerified(flipAt(5));
    const file = path.join(volumeDir(), blobPath(digest));
    fs.utimesSync(file, new Date(), new Date());
    expect((await whole(served)).body.length).toBeLessThan(BYTES);
  });
});

describe('where the results of verifications cannot be read, blobs are hashed and served:', () => {
  it('locked by a verification that is writing', async () => {
    const { served, verified } = await serveVerified();
    const database = openDatabase(verified, { fileMustExist: true });
    try {
      database.exec('BEGIN EXCLUSIVE');
      const begun = performance.now();
      expect((await whole(served)).body.equals(content)).toBe(true);
      expect(performance.now() - begun).toBeLessThan(5000);
    } finally {
      database.close();
    }
  });

  it.each<[string, (file: string) => void]>([
    ['cut off', (file) => fs.truncateSync(file, 5000)],
    ['empty', (file) => fs.truncateSync(file, 0)],
    ['of zeros', (file) => fs.writeFileSync(file, Buffer.alloc(8192))],
    ['no database', (file) => fs.writeFileSync(file, 'results\n'.repeat(2000))],
    [
      'without its table',
      (file) => {
        const database = openDatabase(file, { fileMustExist: true });
        database.exec('DROP TABLE result');
        database.close();
      },
    ],
    [
      'spoilt in the middle',
      (file) => {
        const bytes = fs.readFileSync(file);
        bytes.fill(0xff, 4096, Math.min(bytes.length, 12_288));
        fs.writeFileSync(file, bytes);
      },
    ],
    [
      'a directory',
      (file) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      },
    ],
    [
      'a symlink that leads nowhere',
      (file) => {
        fs.rmSync(file);
        fs.symlinkSync('nowhere', file);
      },
    ],
  ])('%s', async (_, damage) => {
    const { served, verified } = await serveVerified(flipAt(5));
    damage(verified);
    expect((await whole(served)).body.length).toBeLessThan(BYTES);
    expect((await served.head(`team/app/blobs/${digest}`)).status).not.toBe(500);
    for (let tries = 0; !(await whole(served)).body.equals(content); tries++) expect(tries).toBeLessThan(20);
  });
});
