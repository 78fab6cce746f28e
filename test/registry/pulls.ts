import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Casualty } from '../../src/index.ts';
import { naiveReferences } from '../support/naive-manifest.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import type { RegistryClient } from './registry-client.ts';

/** One manifest as a client met it: its children are manifests of their own. */
interface Pull {
  digest: string;
  children: string[];
  /** What the registry would not serve; nothing where the manifest can be pulled. */
  missing: string[];
}

/** A tag, and the manifests that can be pulled through it, its own first. */
export interface PulledTag {
  repository: string;
  tag: string;
  pulls: Pull[];
}

/** Pulls through every tag that is in the volume, over HTTP; a tag whose own manifest fails is left out. */
export async function pullTags(volume: string, client: RegistryClient): Promise<PulledTag[]> {
  const pulled: PulledTag[] = [];
  for (const { repository, tag } of tagsIn(volume)) {
    const pulls = await pullThrough(client, repository, tag);
    if (pulls.length > 0) pulled.push({ repository, tag, pulls });
  }
  return pulled;
}

/** What could be pulled and now cannot, in the terms and the order of a prediction. */
export async function findLost(before: PulledTag[], client: RegistryClient): Promise<Casualty[]> {
  const tags: Casualty[] = [];
  const others = new Map<string, Casualty>();
  const targets = new Set(before.map(({ repository, pulls }) => `${repository}@${pulls[0]!.digest}`));
  for (const { repository, tag, pulls } of before) {
    const lost = new Set<string>();
    for (const { digest } of pulls) {
      const reference = digest === pulls[0]!.digest ? tag : digest;
      const { missing } = await pull(client, repository, reference, digest);
      const name = `${repository}@${digest}`;
      if (missing.length > 0 && !targets.has(name)) others.set(name, { repository, digest, missing });
      for (const each of missing) lost.add(each);
    }
    if (lost.size > 0) tags.push({ repository, tag, digest: pulls[0]!.digest, missing: [...lost].sort() });
  }
  return sortedCasualties([...tags, ...others.values()]);
}

/** Casualties in an order that does not depend on who found them. */
export function sortedCasualties(casualties: readonly Casualty[]): Casualty[] {
  const key = ({ repository, tag, digest }: Casualty): string => [repository, tag ?? '', digest].join(' ');
  return casualties.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function tagsIn(volume: string): { repository: string; tag: string }[] {
  const names = readdirSync(join(volume, REPOSITORIES), { recursive: true, encoding: 'utf8' });
  const links = names.map((name) => /^(.+)\/_manifests\/tags\/([^/]+)\/current\/link$/.exec(name));
  return links
    .filter((link) => link !== null)
    .map(([, repository, tag]) => ({ repository: repository!, tag: tag! }));
}

/** All that can be pulled through a tag: its manifest and, of an index, such children as can, and theirs. */
async function pullThrough(client: RegistryClient, repository: string, tag: string): Promise<Pull[]> {
  const pulls = new Map<string, Pull>();
  const pending = [tag];
  for (let reference = pending.shift(); reference !== undefined; reference = pending.shift()) {
    if (pulls.has(reference)) continue;
    const met = await pull(client, repository, reference);
    if (met.missing.length > 0) continue;
    pulls.set(met.digest, met);
    pending.push(...met.children);
  }
  return [...pulls.values()];
}

async function pull(
  client: RegistryClient,
  repository: string,
  reference: string,
  expected = reference,
): Promise<Pull> {
  const served = await client.findManifest(repository, reference);
  if (served === null) return { digest: expected, children: [], missing: [expected] };
  const { digest, bytes } = served;
  const references = naiveReferences(bytes);
  if (references === undefined) throw new Error(`the registry serves ${bytes} as a manifest`);
  const elsewhere = foreignLayersOf(bytes);
  const needed = new Set(references.blobs.filter((blob) => !elsewhere.has(blob)));
  const missing: string[] = [];
  for (const blob of needed) if (!(await client.hasBlob(repository, blob))) missing.push(blob);
  return { digest, children: references.manifests, missing: missing.sort() };
}

/** Layers that a client fetches from where their descriptor says. */
function foreignLayersOf(bytes: Buffer): Set<string> {
  const { layers } = JSON.parse(bytes.toString()) as {
    layers?: { digest: string; urls?: string[] }[] | null;
  };
  return new Set((layers ?? []).filter(({ urls }) => urls !== undefined).map(({ digest }) => digest));
}
