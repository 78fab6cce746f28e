import { isAddressable } from './names.ts';
import type { ModelQuestion } from './question.ts';
import type { ModelRepository, ModelVolume } from './volume.ts';

/** A sum of files. */
export interface ModelSum {
  readonly blobs: number;
  readonly bytes: number;
}

/** The blobs that a plain collection takes: all that no revision that it sees is, or leads to. */
export function collect(volume: ModelVolume, family: ModelQuestion['family']): Set<string> {
  const marked = new Set<string>();
  const seen = volume.repositories
    .filter(({ hasManifests, hasLayers }) => (family === '3.x' ? hasManifests : hasLayers))
    .filter(({ name }) => isAddressable(name, 'repository'));
  for (const repository of [...seen].sort(byWalk(family)))
    for (const [, { says }] of [...repository.revisions].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const references = referencesOf(volume, lookUp(repository, says, family));
      if (references === undefined) continue;
      marked.add(says);
      for (const each of references) mark(each, repository);
    }
  return new Set([...volume.blobs.keys()].filter((digest) => !marked.has(digest)));

  /** 3.x goes on into what is a manifest of the same repository, unless it is marked already. */
  function mark(digest: string, repository: ModelRepository): void {
    if (marked.has(digest)) return;
    marked.add(digest);
    if (family !== '3.x') return;
    const references = referencesOf(volume, lookUp(repository, digest, family));
    for (const each of references ?? []) mark(each, repository);
  }
}

/** What a manifest lists or names; undefined for what is none. */
function referencesOf({ manifest }: ModelVolume, digest: string | undefined): readonly string[] | undefined {
  const found = digest === undefined ? undefined : manifest(digest);
  return found === undefined || found.kind === 'unparsable' ? undefined : [...found.children, ...found.parts];
}

/** The order in which a walk through sorted directories meets what makes a directory a repository. */
function byWalk(family: ModelQuestion['family']): (one: ModelRepository, other: ModelRepository) => number {
  const partsOf = ({ name }: ModelRepository) => [
    ...name.split('/'),
    family === '3.x' ? '_manifests' : '_layers',
  ];
  return (one, other) => {
    const [left, right] = [partsOf(one), partsOf(other)];
    const at = left.findIndex((part, index) => part !== right[index]);
    return (left[at] as string) < (right[at] as string) ? -1 : 1;
  };
}

/** What the link of a digest says by which a registry finds it. */
function lookUp(
  { revisions, layerLinks }: ModelRepository,
  digest: string,
  family: ModelQuestion['family'],
): string | undefined {
  return revisions.get(digest)?.says ?? (family === '3.x' ? undefined : layerLinks.get(digest));
}

/** Blobs that go and what becomes free with them: a file of several names once, with the last of these. */
export function sumOf({ blobs }: ModelVolume, gone: ReadonlySet<string>): ModelSum {
  const files = new Map<string, number>();
  for (const digest of gone) {
    const file = blobs.get(digest);
    if (file === undefined) continue;
    const isNamedElsewhere = [...blobs].some(
      ([other, each]) => each.identity === file.identity && !gone.has(other),
    );
    if (!isNamedElsewhere) files.set(file.identity, file.bytes);
  }
  return { blobs: gone.size, bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0) };
}
