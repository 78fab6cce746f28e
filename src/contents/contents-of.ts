import { loadAliases } from '../inventory/read/aliases.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { Blobs } from './blobs.ts';
import { Contents } from './contents.ts';
import { loadManifests } from './manifests.ts';
import { once } from './once.ts';
import { Problems } from './problems.ts';
import { loadRepositories, type Repository } from './repositories/repository.ts';
import { loadWalkOrder } from './repositories/walk-order.ts';

const known = new WeakMap<Inventory, Contents>();

/** The contents of an inventory: the same for whoever asks while it is open. */
export function contentsOf(inventory: Inventory): Contents {
  const contents = known.get(inventory) ?? makeContents(inventory);
  known.set(inventory, contents);
  return contents;
}

function makeContents(inventory: Inventory): Contents {
  const { database } = inventory;
  const blobs = once(() => new Blobs(inventory));
  const walkOrder = once(() =>
    isOrderVisible(contents) ? loadWalkOrder(inventory, blobs().highest) : undefined,
  );
  const context = { digestOf: (blob: number) => blobs().digestOf(blob), walkOrder };
  const contents: Contents = new Contents({
    inventory,
    blobs,
    problems: new Problems(database),
    repositories: once(() => loadRepositories(database, context)),
    manifests: once(() => loadManifests(database, blobs().highest)),
    aliases: once(() => loadAliases(database)),
    isHeld: (blob) => blobs().scannedStateOf(blob) > 0,
  });
  return contents;
}

/**
 * The order of links shows in nothing but the order of aborts, and in what is marked where a link says another digest
 * than its directory: a healthy volume can do without it.
 */
function isOrderVisible({ problems, repositories, blobs, manifests }: Contents): boolean {
  const isOdd = ({ revisions, layerLinks }: Repository) =>
    !revisions.isPlain ||
    !layerLinks.isPlain ||
    revisions.directories.some((blob) => blobs.isPresent(blob) && manifests.isRefused(blob));
  return problems.hasObstacles || repositories.some(isOdd);
}
