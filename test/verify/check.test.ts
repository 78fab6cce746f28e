import * as path from 'node:path';
import { expect, it } from 'vitest';
import { findFindings } from '../../src/check/find-findings.ts';
import { verifyBlobs } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeBytes } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';
import { flipBit } from './planted.ts';

const dir = temporaryDirectory();
const LAYER = layerDigest('base');

it('B3: check tells a flipped bit once it was verified, and no more once it is repaired and verified', async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05');
  volume.repository('team/app').image({ layers: ['base'], tag: '1' });
  const found = async (verifies: boolean) => {
    const inventory = await inventoryOf(volume.dir);
    if (verifies) await verifyBlobs(inventory, { threads: 0 });
    const { findings } = findFindings(inventory);
    inventory.close();
    return findings.filter(({ id }) => id === 'blob-digest-mismatch');
  };
  flipBit(volume, LAYER);
  expect(await found(false)).toEqual([]);
  const bytes = madeBytes('base', 1000);
  bytes[0]! ^= 1;
  const finding = { severity: 'corruption', path: blobPath(LAYER), digest: LAYER, affects: ['team/app:1'] };
  expect(await found(true)).toMatchObject([
    { ...finding, message: expect.stringContaining(digestOf(bytes)) },
  ]);
  // The next scan makes a new inventory, and the result still counts.
  expect(await found(false)).toMatchObject([finding]);
  flipBit(volume, LAYER);
  expect(await found(true)).toEqual([]);
});
