import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import { dataPath, repositoryOf } from './places.ts';

/** The directories of all repositories. */
export function repositoriesOf(volume: ChangingVolume): string[] {
  const parts = volume.directories(/\/repositories\/.+\/_(layers|manifests|uploads)$/);
  return [...new Set(parts.map(repositoryOf))].sort();
}

/** The digests that the text of a manifest mentions; none where it cannot be read, or is no manifest. */
export function mentionedIn(volume: ChangingVolume, digest: string): string[] {
  try {
    const text = fs.readFileSync(volume.resolve(dataPath(digest)), 'latin1');
    return /schemaVersion/i.test(text) ? [...new Set(text.match(/sha\d+:[0-9a-f]{64,128}/g))] : [];
  } catch {
    return [];
  }
}

/** Everything that some manifests lead to, themselves included. */
export function closureOf(volume: ChangingVolume, manifests: Iterable<string>): Set<string> {
  const marked = new Set<string>();
  const pending = [...manifests];
  for (let digest = pending.pop(); digest !== undefined; digest = pending.pop()) {
    if (marked.has(digest)) continue;
    marked.add(digest);
    pending.push(...mentionedIn(volume, digest));
  }
  return marked;
}
