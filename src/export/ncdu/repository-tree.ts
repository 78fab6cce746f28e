import { compareBytewise } from '../../analyze/names.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { safeName } from '../safe-name.ts';
import { beginDirectory, END_DIRECTORY } from './entries.ts';

/** A part of a name: the directory of a namespace, of a repository, or of what is both. */
interface Place {
  readonly places: Map<string, Place>;
  repository?: Repository;
}

type EntriesOf = (repository: Repository) => Iterable<string>;

/**
 * Repositories in directories, one for each part of a name. One that has others below it has its own entries in a directory
 * beside theirs, so that it has a size of its own.
 */
export function repositoryTree(repositories: readonly Repository[], entriesOf: EntriesOf): Generator<string> {
  const top: Place = { places: new Map() };
  for (const repository of repositories)
    placeOf(top, safeName(repository.storedName)).repository = repository;
  return placesIn(top, entriesOf);
}

function placeOf(top: Place, name: string): Place {
  return name.split('/').reduce((place, part) => {
    const below = place.places.get(part) ?? { places: new Map() };
    place.places.set(part, below);
    return below;
  }, top);
}

function* placesIn({ places }: Place, entriesOf: EntriesOf): Generator<string> {
  for (const [name, place] of [...places].sort(([a], [b]) => compareBytewise(a, b))) {
    yield beginDirectory(name);
    yield* repositoryIn(place, entriesOf);
    yield* placesIn(place, entriesOf);
    yield END_DIRECTORY;
  }
}

function* repositoryIn({ repository, places }: Place, entriesOf: EntriesOf): Generator<string> {
  if (repository === undefined) return;
  if (places.size > 0) yield beginDirectory('(this repository)');
  yield* entriesOf(repository);
  if (places.size > 0) yield END_DIRECTORY;
}
