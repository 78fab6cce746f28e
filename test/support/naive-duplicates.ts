import { closure, findBlobs, type NaiveBlobs, readingOf } from './naive-blobs.ts';
import { naiveConfigs } from './naive-configs.ts';
import { asBytewise } from './naive-disk.ts';
import { findRepositories } from './naive-repository.ts';

/** What `duplicates` says of a volume, computed once more from its files. */
export interface NaiveDuplicates {
  layers: number;
  known: number;
  unread: number;
  withoutDiffId: number;
  disputed: number;
  contents: Array<{
    diffId: string;
    digests: string[];
    bytes: number;
    savedBytes: number;
    repositories: number;
    tags: number;
  }>;
  churn: Array<{
    step: string;
    origin: string;
    digests: number;
    contents: number;
    bytes: number;
    images: number;
  }>;
}

/** Slowly, obviously, and without a line of src/. Of volumes in which no file has two names. */
export function naiveDuplicates(root: string): NaiveDuplicates {
  const top = `${asBytewise(root)}/docker/registry/v2`;
  const blobs = findBlobs(`${top}/blobs`);
  const repositories = findRepositories(`${top}/repositories`);
  const { layers: rows, naming } = naiveConfigs(root);
  const layers = [...new Set(naming.flatMap(({ parts }) => parts.slice(2)))].filter((layer) =>
    blobs.has(layer),
  );
  const imagesOf = (layer: string) => naming.filter(({ parts }) => parts.slice(2).includes(layer));
  const saidOf = (layer: string) => [
    ...new Set(rows.filter(({ digest }) => digest === layer).map(({ diff_id }) => diff_id)),
  ];
  const known = layers.filter((layer) => saidOf(layer).length === 1);
  const silent = layers.filter((layer) => saidOf(layer).length === 0);
  const isUnread = (layer: string) =>
    imagesOf(layer).some(({ config }) => config === 'absent' || config?.fault !== null);
  const bytesOf = (digest: string) => blobs.get(digest)!.bytes;
  const sum = (digests: readonly string[]) => digests.reduce((all, digest) => all + bytesOf(digest), 0);
  const reach = reachOf(repositories, blobs);
  const holdersOf = (images: readonly string[]) => ({
    repositories: reach.filter(({ held }) => images.some((image) => held.has(image))).length,
    tags: reach.flatMap(({ tags }) => tags).filter((tag) => images.some((image) => tag.has(image))).length,
  });
  const contents = [...new Set(known.map((layer) => saidOf(layer)[0]!))].sort().flatMap((diffId) => {
    const digests = known.filter((layer) => saidOf(layer)[0] === diffId).sort();
    if (digests.length === 1) return [];
    const images = digests.flatMap((digest) => imagesOf(digest).map(({ manifest }) => manifest));
    const savedBytes = sum(digests) - Math.max(...digests.map(bytesOf));
    return [{ diffId, digests, bytes: sum(digests), savedBytes, ...holdersOf(images) }];
  });
  const originOf = (image: string) => {
    const row = naming.find(({ manifest }) => manifest === image)?.config;
    const source = typeof row === 'object' ? row.source : null;
    if (source !== null && source !== undefined) return `source ${source}`;
    const held = reach.filter((each) => each.held.has(image));
    return held.length === 1 ? `repository ${held[0]!.name}` : 'several';
  };
  const steps = new Map<string, string[]>();
  for (const layer of layers) {
    const lines = rows
      .filter(({ digest, created_by }) => digest === layer && created_by !== null)
      .map((row) => row.created_by!);
    if (lines.length === 0) continue;
    const origins = new Set(imagesOf(layer).map(({ manifest }) => originOf(manifest)));
    const key = JSON.stringify([lines[0], origins.size === 1 ? [...origins][0] : 'several']);
    steps.set(key, [...(steps.get(key) ?? []), layer]);
  }
  const churn = [...steps].flatMap(([key, made]) => {
    const [step, origin] = JSON.parse(key) as [string, string];
    const distinct = new Set(made.map((layer) => (saidOf(layer).length === 1 ? saidOf(layer)[0] : layer)));
    const images = new Set(made.flatMap((layer) => imagesOf(layer).map(({ manifest }) => manifest)));
    return made.length === 1
      ? []
      : [
          {
            step,
            origin,
            digests: made.length,
            contents: distinct.size,
            bytes: sum(made),
            images: images.size,
          },
        ];
  });
  return {
    layers: layers.length,
    known: known.length,
    unread: silent.filter(isUnread).length,
    withoutDiffId: silent.filter((layer) => !isUnread(layer)).length,
    disputed: layers.filter((layer) => saidOf(layer).length > 1).length,
    contents,
    churn,
  };
}

function reachOf(repositories: ReturnType<typeof findRepositories>, blobs: NaiveBlobs) {
  const aliases = repositories.flatMap((each) => each.aliases);
  const roots = repositories.flatMap((each) => [...each.tagTargets, ...each.revisionDigests]);
  const reading = readingOf(roots, blobs, aliases);
  return repositories.map(({ name, tagTargets, revisionDigests }) => ({
    name,
    held: closure([...tagTargets, ...revisionDigests], blobs, aliases, reading),
    tags: tagTargets.map((target) => closure([target], blobs, aliases, reading)),
  }));
}
