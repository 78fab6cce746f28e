import { isAddressable } from './names.ts';
import type { ModelQuestion } from './question.ts';
import type { ModelRepository, ModelVolume } from './volume.ts';

/** A sum of files. */
export interface ModelSum {
  readonly blobs: number;
  readonly bytes: number;
}

/** The blobs that a plain collection takes: all that no revision that it sees is, or refers to. */
export function collect(volume: ModelVolume, family: ModelQuestion['family']): Set<string> {
  const marked = new Set<string>();
  for (const repository of volume.repositories) {
    const isSeen = family === '3.x' ? repository.hasManifests : repository.hasLayers;
    if (!isSeen || !isAddressable(repository.name, 'repository')) continue;
    for (const { says } of repository.revisions.values()) {
      const target = lookUp(repository, says, family);
      const manifest = target === undefined ? undefined : volume.manifest(target);
      if (manifest === undefined || manifest.kind === 'unparsable') continue;
      for (const digest of [says, ...manifest.children, ...manifest.parts]) marked.add(digest);
    }
  }
  return new Set([...volume.blobs.keys()].filter((digest) => !marked.has(digest)));
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
