import { posix } from 'node:path';
import type { ByteString } from '../registry/byte-string.ts';
import { blobDataPath, repositoryPath, V2 } from '../registry/layout.ts';
import type { FoundRepository, ManifestParts, SecondLook, TreeDirectory } from './batch.ts';
import type { Collector } from './collector.ts';
import { type ReadTag, tagsFact } from './tag-rows.ts';
import { CLOCK_LAG_US } from './trusted-time.ts';

/*
 * What is not there may be on its way: a registry that deletes a manifest removes the revision first, and its tags up to
 * seconds later; a first push makes the parts of a repository one after the other. So what is missing is in doubt where
 * it may just have gone or be about to come, as damage is that was just written.
 */

/** What went or came longer ago is no operation under way, even where the volume's clock is behind the host's. */
const RECENT_US = CLOCK_LAG_US + 60_000_000;

/** Tells of tags; one whose manifest has no revision link is in doubt, because it may be about to go as well. */
export function tellTags(
  collector: Collector,
  repository: TreeDirectory,
  tags: readonly ReadTag[],
  revisions: ReadonlySet<string>,
): void {
  const sure = tags.filter((tag) => revisions.has(tag.target) || !doubtUnlinked(collector, repository, tag));
  if (sure.length > 0) collector.add(tagsFact(repository.name, sure));
}

function doubtUnlinked(collector: Collector, repository: TreeDirectory, tag: ReadTag): boolean {
  const revision = `${repositoryPath(repository.name)}/_manifests/revisions/${tag.target.replace(':', '/')}`;
  const modifiedAt = whenItMayHaveGone(collector, revision);
  if (!isRecent(modifiedAt)) return false;
  collector.doubt({
    look: { of: 'tag', repository, tag: tag.name },
    facts: [tagsFact(repository.name, [tag])],
    modifiedAt,
    evidence: `${tag.modifiedAt}:${tag.target}`,
  });
  return true;
}

/** The parts that a repository lacks are looked for again where they may be about to come. */
export function doubtAbsentParts(
  collector: Collector,
  repository: FoundRepository,
  parts: ManifestParts,
): void {
  const { layers, manifests } = repository;
  const path = repositoryPath(repository.name);
  const lacking = [
    ...(layers === 'absent' || manifests === 'absent' ? [path] : []),
    ...(manifests === 'directory' && [parts.revisions, parts.tags].includes('absent')
      ? [`${path}/_manifests`]
      : []),
  ];
  const modifiedAt = Math.max(0, ...lacking.map((directory) => whenItMayHaveGone(collector, directory)));
  if (!isRecent(modifiedAt)) return;
  collector.doubt({ look: { of: 'parts', repository, parts }, facts: [], modifiedAt, evidence: '' });
}

/** A link that its directory lacks is looked for again where it may just have gone. */
export function doubtAbsentLink(collector: Collector, look: SecondLook, directory: ByteString): void {
  const modifiedAt = whenItMayHaveGone(collector, directory);
  if (isRecent(modifiedAt)) collector.doubt({ look, facts: [], modifiedAt, evidence: '' });
}

/** So is a blob that something refers to, and of which there is not even a directory. */
export function doubtAbsentBlob(collector: Collector, algorithm: string, hex: string): void {
  const directory = posix.dirname(blobDataPath(algorithm, hex));
  // One that is there is in doubt itself.
  if (collector.attempt(directory, false, () => collector.fs.look(directory)) !== undefined) return;
  doubtAbsentLink(collector, { of: 'blob', algorithm, hex }, directory);
}

/** The time of a directory, or of the nearest above it that is there. */
function whenItMayHaveGone(collector: Collector, directory: ByteString): number {
  for (let path = directory; path.startsWith(V2); path = path.slice(0, path.lastIndexOf('/'))) {
    const at = path;
    const stat = collector.attempt(at, false, () => collector.fs.look(at));
    if (stat?.kind === 'directory') return stat.modifiedAt;
  }
  return 0;
}

function isRecent(modifiedAt: number): boolean {
  return modifiedAt > Date.now() * 1000 - RECENT_US;
}
