import * as path from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../../src/index.ts';
import { registryApi } from '../../../src/server/registry/registry-api.ts';
import { ServedVolumes } from '../../../src/server/registry/served-volume.ts';
import type { TestHooks } from '../../../src/volume/test-hooks.ts';
import { inventoryOf } from '../../support/inventory-of.ts';
import { layerDigest } from '../../support/push-layer.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { failEachCallOf } from './fail-each-call.ts';

const dir = temporaryDirectory();
/** Longer than what is kept back of a blob until its hash agrees. */
const LARGE = { name: 'large', bytes: 300_000 };

describe('on a disk that fails at any call a client is given what is so, or an error of the service', {
  timeout: 600_000,
}, () => {
  it('never that something is not there, and no bytes but the right ones', async () => {
    const volume = aVolume(path.join(dir(), 'volume')).at('2025-01-01T00:00:00Z');
    const app = volume.repository('team/app').image({ layers: ['base', LARGE], tag: '1' });
    const image = app.digest;
    app.image({ layers: ['base'], tag: '2', linked: false });
    app.index({ tag: 'all', children: [{ layers: ['arm'], linked: false }] });
    const layer = layerDigest(LARGE);
    const inventory = await inventoryOf(volume.dir);
    const requests: readonly Pull[] = [
      ...['1', '2', 'all', image].map((reference) => ({ path: `manifests/${reference}` })),
      { path: `manifests/${image}`, method: 'HEAD' },
      { path: `blobs/${layer}` },
      { path: `blobs/${layer}`, method: 'HEAD' },
      { path: `blobs/${layer}`, headers: { range: 'bytes=5-200000' } },
      { path: `blobs/${app.digest}` },
      { path: 'tags/list' },
      { path: `referrers/${image}` },
    ];
    let tried = 0;
    for (const request of requests) {
      const right = await pull(inventory, request, {});
      expect([200, 206], request.path).toContain(right.status);
      tried += await failEachCallOf(async (hooks) => {
        const given = await pull(inventory, request, hooks);
        return judge(right, given).map((wrong) => `${request.path}: ${wrong}`);
      });
    }
    inventory.close();
    expect(tried).toBeGreaterThan(cases({ few: 20, many: 400 }));
  });
});

interface Pull {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

interface Given {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: string;
  /** True where the answer ended before its end. */
  readonly broken: boolean;
}

function judge(right: Given, { status, bytes, headers, broken }: Given): string[] {
  if (status >= 500) return [];
  if (status !== right.status) return [`${status}: ${bytes.toString().slice(0, 200)}`];
  if (headers !== right.headers) return [`${headers} instead of ${right.headers}`];
  if (!broken && !bytes.equals(right.bytes)) return [`other bytes: ${bytes.toString().slice(0, 200)}`];
  return bytes.equals(right.bytes.subarray(0, bytes.length)) ? [] : ['other bytes before the end'];
}

async function pull(inventory: Inventory, request: Pull, hooks: TestHooks): Promise<Given> {
  const volumes = new ServedVolumes({ threads: 0, hooks });
  const opened = { inventory, scanId: inventory.scan.id, volume: inventory.scan.volume };
  const api = new Hono().route('/v2', registryApi({ use: async (read) => read(opened) }, { volumes }));
  try {
    const { path: below, ...rest } = request;
    return await read(await api.request(`/v2/team/app/${below}`, rest));
  } finally {
    await volumes.close();
  }
}

async function read(response: Response): Promise<Given> {
  const chunks: Uint8Array[] = [];
  let broken = false;
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch {
    broken = true;
  }
  const { status } = response;
  const headers = ['content-length', 'content-range', 'docker-content-digest', 'content-type']
    .map((name) => `${name}: ${response.headers.get(name)}`)
    .join(', ');
  return { status, bytes: Buffer.concat(chunks), headers, broken };
}
