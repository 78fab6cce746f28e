import type { Presence } from '../facts.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { isDigestHex } from '../registry/digest.ts';
import { repositoryPath } from '../registry/layout.ts';
import type { FoundRepository } from './batch.ts';
import type { Collector } from './collector.ts';
import { type Entry, type FileStat, isSystemError } from './file-stat.ts';
import { deletedLink } from './links.ts';
import { presenceOf } from './tree.ts';

/*
 * Whether a repository is what it was at the last scan, from stat alone. Registries before 3.1 rewrite links in place:
 * moving a tag back to a digest that it had touches no directory at all, and a delete of a manifest touches only the
 * directory of its link. So every link is stat'ed, and none is opened, but for those of a tag's history: they change
 * with `current/link`, or with a revision that is collected. What is seen here must be what reading sees: readRepository
 * adds the same files to its fingerprint. Uploads come and go, and are always read.
 */

/** True where the fingerprint of `repository` still is `expected`. */
export function isSameRepository(
  collector: Collector,
  repository: FoundRepository,
  expected: number,
): boolean {
  try {
    const { manifests, name } = repository;
    const entries =
      manifests === 'directory' ? (collector.fs.list(`${repositoryPath(name)}/_manifests`) ?? []) : [];
    const presence = (part: string) => presenceOf(entries.find((entry) => entry.name === part));
    collector.seen.addText(describeParts(repository, presence('revisions'), presence('tags')));
    const isUsual = areOnly(entries, ['revisions', 'tags']) && addRepository(collector, repository, expected);
    return isUsual && collector.seen.value === expected;
  } catch (error) {
    // Reading it will meet the same, and tell of it.
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** What a fingerprint holds of a repository besides its files. */
export function describeParts(repository: FoundRepository, revisions: Presence, tags: Presence): string {
  const { isCounted, layers, manifests, uploads } = repository;
  return [isCounted, layers, manifests, uploads, revisions, tags].join();
}

function addRepository(collector: Collector, repository: FoundRepository, expected: number): boolean {
  const path = repositoryPath(repository.name);
  return (
    addTags(collector, `${path}/_manifests/tags`) &&
    // Most changes are seen in a tenth of the files.
    collector.seen.mayHaveTagsOf(expected) &&
    holdsOnly(collector, `${path}/_manifests/revisions`, ['sha256']) &&
    addLinks(collector, 'revision', `${path}/_manifests/revisions/sha256`) &&
    holdsOnly(collector, `${path}/_layers`, ['sha256']) &&
    addLinks(collector, 'layer', `${path}/_layers/sha256`)
  );
}

function holdsOnly(collector: Collector, path: ByteString, names: readonly string[]): boolean {
  return areOnly(collector.fs.list(path) ?? [], names);
}

function areOnly(entries: readonly Entry[], names: readonly string[]): boolean {
  return entries.every(({ name, kind }) => kind === 'directory' && names.includes(name));
}

function addTags(collector: Collector, path: ByteString): boolean {
  for (const { name, kind } of collector.fs.entries(path)) {
    if (kind !== 'directory') return false;
    const link = collector.fs.look(`${path}/${name}/current/link`);
    if (!isPlainFile(link)) return false;
    collector.see(link.modifiedAt);
    collector.seen.add('tag', name, link);
  }
  return true;
}

function addLinks(collector: Collector, kind: 'revision' | 'layer', path: ByteString): boolean {
  for (const { name } of collector.fs.entries(path)) {
    if (!isDigestHex('sha256', name)) return false;
    const link = collector.fs.look(`${path}/${name}/link`);
    const directory = link === undefined ? collector.fs.look(`${path}/${name}`) : undefined;
    if (directory?.kind === 'directory') collector.seen.add(deletedLink(kind), name, directory);
    else if (isPlainFile(link)) {
      collector.see(link.modifiedAt);
      collector.seen.add(kind, name, link);
    } else return false;
  }
  return true;
}

function isPlainFile(stat: FileStat | undefined): stat is FileStat {
  return stat?.kind === 'file' && stat.symlink === undefined;
}
