import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import { choose, type Doing } from './operation.ts';
import { digestOfDirectory, LINKS, repositoryOf } from './places.ts';

/** What clients delete through the API. */
export const DELETIONS = {
  'delete a manifest': (volume, pick) => {
    const link = choose(volume.files(LINKS.revision), pick);
    if (link === undefined) return false;
    // The directory of the link stays; tags that point there go whole.
    fs.rmSync(volume.resolve(link));
    for (const tag of volume.files(LINKS.current))
      if (repositoryOf(tag) === repositoryOf(link) && says(volume, tag, digestOfDirectory(link)))
        removeTag(volume, tag);
    return true;
  },
  'delete a tag': (volume, pick) => {
    const tag = choose(volume.files(LINKS.current), pick);
    if (tag === undefined) return false;
    removeTag(volume, tag);
    return true;
  },
  'delete a layer': (volume, pick) => {
    const link = choose(volume.files(LINKS.layer), pick);
    if (link === undefined) return false;
    fs.rmSync(volume.resolve(link));
    return true;
  },
} satisfies Record<string, Doing>;

function says(volume: ChangingVolume, link: string, digest: string): boolean {
  return fs.readFileSync(volume.resolve(link), 'latin1') === digest;
}

function removeTag(volume: ChangingVolume, current: string): void {
  fs.rmSync(volume.resolve(current.slice(0, -'/current/link'.length)), { recursive: true });
}
