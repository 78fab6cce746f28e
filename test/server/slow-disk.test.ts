import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
// Built, because it starts threads.
import { ServedVolumes as Built } from '../../dist/server/registry/served-volume.js';
import type { ServedVolumes } from '../../src/server/registry/served-volume.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type ServedHere, serveHere } from './app-over.ts';

const dir = temporaryDirectory();
const DELAY_MS = 150;
/** Each of them takes the disk several times. */
const PULLS = [
  '/v2/shop/web/tags/list',
  '/v2/shop/web/manifests/2.4.0',
  '/v2/shop/api/manifests/1.2',
  '/v2/shop/web/manifests/nothing',
  `/v2/shop/web/blobs/sha256:${'0'.repeat(64)}`,
];

let volumes: ServedVolumes;
let served: ServedHere;
afterEach(async () => {
  served.close();
  await volumes.close();
});

it('a disk that is slow keeps nobody waiting but who asks for what is on it', async () => {
  const { dir: volume } = demoCopy(dir());
  const db = path.join(dir(), 'stowage.db');
  await stowage(['scan', volume, '--db', db, '--settle', '0s']);
  volumes = new Built({ hooks: { delayMs: DELAY_MS } }) as unknown as ServedVolumes;
  served = serveHere(db, { volume, volumes });
  for (const asked of ['/healthz', '/api/v1/status']) await served.get(asked);
  let left = 4 * PULLS.length;
  const pulls = [1, 2, 3, 4].flatMap(() =>
    PULLS.map(async (pull) => {
      const { status } = await served.get(pull);
      left--;
      return status;
    }),
  );
  const waited: number[] = [];
  while (left > 0) {
    for (const asked of ['/healthz', '/api/v1/status']) {
      const begun = performance.now();
      expect((await served.get(asked)).status).toBe(200);
      waited.push(performance.now() - begun);
    }
    await sleep(5);
  }
  expect(new Set(await Promise.all(pulls))).toEqual(new Set([200, 404]));
  // One call that waited here would already be longer; some are made slow by what else the machine does.
  const soon = waited.filter((each) => each < DELAY_MS / 2).length;
  expect(waited.length).toBeGreaterThan(50);
  expect(soon / waited.length).toBeGreaterThan(0.95);
});
