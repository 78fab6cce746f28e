import * as path from 'node:path';
import { expect, it } from 'vitest';
import { takeInventory } from '../../src/index.ts';
import { CallCounter } from '../support/call-counter.ts';
import { digestOf, madeBytes } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const COMING = 'coming';
const GOING = digestOf(madeBytes('going', 1000));

it.each([
  ['nobody does anything', 0, () => {}],
  ['a blob comes', 1, (volume: VolumeBuilder) => volume.orphan(COMING)],
  ['a blob goes', 1, (volume: VolumeBuilder) => volume.remove(path.dirname(blobPath(GOING)))],
])('a scan in which %s', async (_, changed, act) => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2025-01-01T00:00:00Z');
  volume.repository('app').image({ layers: ['base'], tag: '1' });
  volume.orphan('going');
  // Its directory stays, as collectors leave it.
  volume.remove(path.dirname(blobPath(volume.orphan(COMING))));
  const counter = new CallCounter();
  const fault = {
    code: 'EIO' as const,
    get call() {
      // When blobs were listed, and links not yet.
      if (counter.calls === 40) act(volume);
      return counter.call;
    },
  };
  const db = path.join(dir(), 'x.db');
  const taken = await takeInventory({ volume: volume.dir, db, threads: 0, settleMs: 0, hooks: { fault } });
  expect(counter.calls).toBeGreaterThan(60);
  expect(taken.changedDirectories).toBe(changed);
});
