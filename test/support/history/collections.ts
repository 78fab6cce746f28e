import * as fs from 'node:fs';
import type { ChangingVolume } from './changing-volume.ts';
import type { Doing } from './operation.ts';
import { DATA, digestOfDirectory, LINKS, repositoryOf, slot } from './places.ts';
import { closureOf } from './references.ts';

/** What the registry's garbage-collect does, more or less: which links go and which blobs, not when it gives up. */
export const COLLECTIONS = {
  collect: (volume) => sweep(volume),
  'collect untagged': (volume) => {
    const isDone = removeUntagged(volume);
    return sweep(volume) || isDone;
  },
  // From 3.0 on the links of layers that no manifest of a repository needs go too, and their directories stay.
  'collect untagged and layer links': (volume) => {
    const isDone = removeUntagged(volume);
    const marked = closureOf(volume, volume.files(LINKS.revision).map(digestOfDirectory));
    const links = volume.files(LINKS.layer).filter((link) => !marked.has(digestOfDirectory(link)));
    for (const link of links) fs.rmSync(volume.resolve(link));
    return sweep(volume) || isDone || links.length > 0;
  },
  'collect and be killed': (volume) => {
    const garbage = garbageOf(volume);
    const half = garbage.slice(0, Math.ceil(garbage.length / 2));
    for (const data of half) fs.rmSync(volume.resolve(data));
    for (const data of half.slice(1)) fs.rmdirSync(volume.resolve(data.slice(0, -'/data'.length)));
    return half.length > 0;
  },
} satisfies Record<string, Doing>;

function sweep(volume: ChangingVolume): boolean {
  const garbage = garbageOf(volume);
  for (const data of garbage) fs.rmSync(volume.resolve(data.slice(0, -'/data'.length)), { recursive: true });
  return garbage.length > 0;
}

function garbageOf(volume: ChangingVolume): string[] {
  const marked = closureOf(volume, volume.files(LINKS.revision).map(digestOfDirectory));
  return volume.files(DATA).filter((data) => !marked.has(digestOfDirectory(data)));
}

/** Untagged revisions go with their directories, and their entries in the history of every tag. */
function removeUntagged(volume: ChangingVolume): boolean {
  const tagged = new Set(
    volume
      .files(LINKS.current)
      .map((link) => `${repositoryOf(link)} ${fs.readFileSync(volume.resolve(link), 'latin1')}`),
  );
  const untagged = volume
    .files(LINKS.revision)
    .filter((link) => !tagged.has(`${repositoryOf(link)} ${digestOfDirectory(link)}`));
  for (const link of untagged) {
    const index = `/index/${slot(digestOfDirectory(link))}/link`;
    const entries = volume
      .files(LINKS.history)
      .filter((each) => repositoryOf(each) === repositoryOf(link) && each.endsWith(index));
    for (const each of [link, ...entries])
      fs.rmSync(volume.resolve(each.slice(0, -'/link'.length)), { recursive: true });
  }
  return untagged.length > 0;
}
