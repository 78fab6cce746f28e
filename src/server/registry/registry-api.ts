import { type Context, Hono } from 'hono';
import { InventoryError } from '../../errors.ts';
import { errorCode, isSystemError } from '../../volume/system-error.ts';
import type { Current, Opened } from '../current/current.ts';
import { answerFault, answerJson } from './answer.ts';
import { answerBlob } from './blobs.ts';
import { RegistryFault } from './fault.ts';
import { answerCatalog, answerTags, inventoriedTags } from './lists.ts';
import { answerManifest } from './manifests.ts';
import { NamedBlobs } from './named-blobs.ts';
import { answerReferrers } from './referrers-answer.ts';
import { ServedRepository } from './repository.ts';
import { type Route, readRoute } from './route.ts';
import type { ServedVolume, ServedVolumes } from './served-volume.ts';

/** How the registry's API is served. */
export interface RegistryApiOptions {
  /**
   * Serve the catalog and the lists of tags alone, from the inventory: no volume is needed.
   * @default false
   */
  readonly isCatalogOnly?: boolean;
  /**
   * Where the volume is mounted.
   * @default where it was scanned
   */
  readonly root?: () => string | undefined;
  /** Through what volumes are read; who made them closes them. */
  readonly volumes: ServedVolumes;
  /** Told of what should not have happened; the client learns that it did, and no more. */
  readonly onBug?: (error: Error) => void;
}

/** Who asks before there is an inventory may ask again. */
const RETRY = { 'retry-after': '10' };

/**
 * The read-only API of a registry (opencontainers/distribution-spec, and `_catalog` of distribution), to be mounted at
 * `/v2`. What a tag points to and what a repository has is read from the disk at the moment of the request; the inventory
 * lists the repositories, and knows what is attached to what.
 */
export function registryApi(current: Pick<Current, 'use'>, options: RegistryApiOptions): Hono {
  const api = new Hono();
  api.onError((error) => answerFault(toFault(error, options.onBug)));
  api.all('*', async (context) => {
    refuseWrites(context.req.method);
    const url = new URL(context.req.url);
    const route = readRoute(url.pathname);
    return current.use((opened) => {
      if (options.isCatalogOnly) return answerFromInventory(route, opened, url.searchParams);
      const volume = options.volumes.at(options.root?.() ?? opened.volume);
      return answerRoute(route, opened, volume, url.searchParams, context);
    });
  });
  return api;
}

function answerFromInventory(
  route: Route,
  { inventory: { database } }: Opened,
  query: URLSearchParams,
): Response {
  if (route.kind === 'version') return answerJson({});
  if (route.kind === 'catalog') return answerCatalog(database, query);
  if (route.kind === 'tags') return answerTags(route.name, inventoriedTags(database, route.name), query);
  throw new RegistryFault('DENIED', { reason: 'only repositories and tags are listed here (--no-pull)' });
}

async function answerRoute(
  route: Route,
  { inventory }: Opened,
  volume: ServedVolume,
  query: URLSearchParams,
  { req }: Context,
): Promise<Response> {
  if (route.kind === 'version') return answerJson({});
  if (route.kind === 'catalog') return answerCatalog(inventory.database, query);
  const repository = await ServedRepository.find(route.name, volume, NamedBlobs.of(inventory));
  const request = { isHead: req.method === 'HEAD', header: (name: string) => req.header(name) };
  switch (route.kind) {
    case 'tags':
      return answerTags(route.name, await repository.tags(), query);
    case 'manifest':
      return answerManifest(repository, route.reference, request);
    case 'blob':
      return answerBlob(repository, route.digest, request, inventory.path);
    case 'referrers':
      return answerReferrers(repository, inventory, route.digest, query);
  }
}

/** @throws RegistryFault for whatever does more than read. */
function refuseWrites(method: string): void {
  if (method === 'GET' || method === 'HEAD') return;
  throw new RegistryFault(
    'UNSUPPORTED',
    { reason: 'this serves a volume, and changes nothing in it' },
    ALLOW,
  );
}

const ALLOW = { allow: 'GET, HEAD' };

function toFault(error: Error, onBug: RegistryApiOptions['onBug']): RegistryFault {
  if (error instanceof RegistryFault) return error;
  if (error instanceof InventoryError)
    return new RegistryFault('UNAVAILABLE', { reason: error.message }, RETRY);
  // The disk's errors are the operator's to mend, and named.
  if (isSystemError(error) && !error.code?.startsWith('ERR_'))
    return new RegistryFault('UNKNOWN', { reason: errorCode(error) });
  onBug?.(error);
  return new RegistryFault('UNKNOWN');
}
