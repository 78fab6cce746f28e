import { createHash } from 'node:crypto';
import { InventoryWriter } from '../../src/inventory/write/writer.ts';
import { MADE_SCAN, madeBlobs, madeManifests, madeRepository } from './made-facts.ts';

const PER_IMAGE = 4;
const TEAMS = 40;

/**
 * Writes the inventory of a volume that is nowhere, with many repositories of very different sizes, some of which share
 * their first layer: in seconds, where files would take minutes.
 */
export function manyRepositories(db: string, { count, tags }: { count: number; tags: number }): void {
  const writer = new InventoryWriter(db, { startsFromLast: false, readsConfigs: false });
  const names = Array.from({ length: count }, (_, at) => nameOf(at));
  const digests = names.map((name) => digestsOf(name, tags));
  // A base is told by the first that has it.
  const sizes = new Map<string, number>();
  for (const [at, own] of digests.entries()) {
    const untold = own.filter((digest) => !sizes.has(digest));
    for (const digest of untold) sizes.set(digest, bytesOf(at, own.indexOf(digest)));
    writer.add([madeBlobs(untold, (place) => sizes.get(untold[place] ?? '') ?? 0)]);
  }
  for (const [at, name] of names.entries()) writer.add(madeRepository(name, digests[at] ?? []));
  for (const own of digests) writer.add([madeManifests(own, (digest) => sizes.get(digest) ?? 0)]);
  writer.finish({
    ...MADE_SCAN,
    scannedAt: Date.now() * 1000,
  });
}

/** Some teams have hundreds of repositories, most have few. */
function nameOf(at: number): string {
  const team = Math.floor(TEAMS * (at % 1000 ? ((at * 7919) % 1000) / 1000 : 0) ** 3);
  return `team-${String(team).padStart(2, '0')}/${WORDS[at % WORDS.length]}-${at}`;
}

const WORDS = ['billing', 'catalog', 'checkout', 'gateway', 'inventory-service', 'mail', 'search', 'web'];

function digestsOf(name: string, tags: number): string[] {
  return Array.from({ length: tags * PER_IMAGE }, (_, at) => {
    // The last layer of an image is a base that others of its namespace have, too.
    const owner = at % PER_IMAGE === PER_IMAGE - 1 ? name.split('/')[0] : name;
    return `sha256:${createHash('sha256').update(`${owner} ${at}`).digest('hex')}`;
  });
}

/** From kilobytes to gigabytes. */
function bytesOf(repository: number, place: number): number {
  const isLayer = place % PER_IMAGE >= PER_IMAGE - 2;
  return isLayer ? Math.round(20_000 * 1.5 ** ((repository * 31) % 28)) : 1500;
}
