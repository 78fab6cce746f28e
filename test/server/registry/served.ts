import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, afterEach } from 'vitest';
// Built, because it starts threads.
import { registryApi } from '../../../dist/server/registry/registry-api.js';
import { ServedVolumes } from '../../../dist/server/registry/served-volume.js';
import type { Inventory } from '../../../src/index.ts';
import type { RegistryApiOptions } from '../../../src/server/registry/registry-api.ts';
import type { DiskOptions } from '../../../src/volume/threads/disk.ts';
import { recordedInventoryOf } from '../../support/recorded-history.ts';

/** The registry's API over a volume, really listening on a free port. */
export interface Served {
  readonly port: number;
  readonly inventory: Inventory;
  /** Asks as `fetch` does, below `/v2/`. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  head(path: string, headers?: Record<string, string>): Promise<Response>;
  ask(method: string, path: string): Promise<Response>;
  stop(): Promise<void>;
}

/** How a volume is served in a test. */
export interface ServingOptions extends Pick<RegistryApiOptions, 'isCatalogOnly'> {
  readonly disk?: Omit<DiskOptions, 'root'>;
}

const open: Served[] = [];
const openForAll: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.stop();
});

afterAll(async () => {
  for (const served of openForAll.splice(0)) await served.stop();
});

/** Scans a volume and serves it until the test is over. */
export async function serveVolume(volume: string, options: ServingOptions = {}): Promise<Served> {
  const served = await serveInventory(await recordedInventoryOf(volume), options);
  open.push(served);
  return served;
}

/** The same until all tests of a file are over. */
export async function serveVolumeForAll(volume: string): Promise<Served> {
  const served = await serveInventory(await recordedInventoryOf(volume));
  openForAll.push(served);
  return served;
}

/** Serves an inventory with the volume that it was taken of. */
async function serveInventory(inventory: Inventory, options: ServingOptions = {}): Promise<Served> {
  const opened = { inventory, scanId: inventory.scan.id, volume: inventory.scan.volume };
  const { disk, ...rest } = options;
  const volumes = new ServedVolumes(disk);
  const api = registryApi({ use: async (read) => read(opened) }, { ...rest, volumes });
  const app = new Hono().route('/v2', api);
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}/v2/${path}`, { method, headers });
  return {
    port,
    inventory,
    get: (path, headers) => ask('GET', path, headers),
    head: (path, headers) => ask('HEAD', path, headers),
    ask,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await volumes.close();
      inventory.close();
    },
  };
}

/** The code of the first error in an answer, with its status. */
export async function faultOf(response: Response): Promise<[number, string]> {
  const { errors } = (await response.json()) as { errors: Array<{ code: string }> };
  return [response.status, errors[0]?.code ?? ''];
}
