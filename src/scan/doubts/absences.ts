import { posix } from 'node:path';
import { type ReadTag, tagsFact } from '../../facts/rows/tag-rows.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { Digest } from '../../registry/digest.ts';
import { blobDataPath, REPOSITORIES, repositoryPath } from '../../registry/layout.ts';
import type { Gatherer } from '../gatherer.ts';
import type { FoundRepository, ManifestParts, TreeDirectory } from '../readers/found.ts';
import { CLOCK_LAG_US } from '../rescan/trusted-time.ts';
import type { SecondLook } from './doubt.ts';

/*
 * What is not there may be on its way: a registry that deletes a manifest removes the revision first, and its tags up to
 * seconds later; a first push makes the parts of a repository one after the other. So what is missing is in doubt where
 * it may just have gone or be about to come, as damage is that was just written.
 */

/** What went or came longer ago is no operation under way, even where the volume's clock is behind the host's. */
const RECENT_US = CLOCK_LAG_US + 60_000_000;

/** More blobs missing of the 500 of a unit is no operation under way but a state, as of a cache, and costs memory. */
const MOST_UNDER_WAY = 50;

/** Tells of tags; one whose manifest has no revision link is in doubt, because it may be about to go as well. */
export function tellTags(
  gatherer: Gatherer,
  repository: TreeDirectory,
  tags: readonly ReadTag[],
  revisions: ReadonlySet<string>,
): void {
  const sure = tags.filter((tag) => revisions.has(tag.target) || !doubtUnlinked(gatherer, repository, tag));
  if (sure.length > 0) gatherer.add(tagsFact(repository.name, sure));
}

function doubtUnlinked(gatherer: Gatherer, repository: TreeDirectory, tag: ReadTag): boolean {
  const revision = `${repositoryPath(repository.name)}/_manifests/revisions/${tag.target.replace(':', '/')}`;
  const modifiedAt = whenItMayHaveGone(gatherer, revision);
  if (!isRecent(modifiedAt)) return false;
  gatherer.doubt({
    look: { of: 'tag', repository, tag: tag.name },
    facts: [tagsFact(repository.name, [tag])],
    modifiedAt,
    // What a second look finds in doubt is another thing: its link.
    evidence: '',
  });
  return true;
}

/** The parts that a repository lacks are looked for again where they may be about to come. */
export function doubtAbsentParts(
  gatherer: Gatherer,
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
  const modifiedAt = Math.max(0, ...lacking.map((directory) => whenItMayHaveGone(gatherer, directory)));
  if (!isRecent(modifiedAt)) return;
  gatherer.doubt({ look: { of: 'parts', repository, parts }, facts: [], modifiedAt, evidence: '' });
}

/** A link that its directory lacks is looked for again where it may just have gone. */
export function doubtAbsentLink(gatherer: Gatherer, look: SecondLook, directory: ByteString): void {
  const modifiedAt = whenItMayHaveGone(gatherer, directory);
  if (isRecent(modifiedAt)) gatherer.doubt({ look, facts: [], modifiedAt, evidence: '' });
}

/** So are blobs that something refers to, and of which there is not even a directory: those of one unit of work. */
export function doubtAbsentBlobs(gatherer: Gatherer, digests: readonly Digest[]): void {
  if (digests.length > MOST_UNDER_WAY) return;
  for (const digest of digests) {
    const [algorithm, hex] = digest.split(':') as [string, string];
    const directory = posix.dirname(blobDataPath(algorithm, hex));
    const look = (path: ByteString) => gatherer.look(path, 'bytes');
    // One that is there is in doubt itself.
    if (look(directory) !== undefined) continue;
    // Collectors leave the directory above it, and half a volume whose disk is not mounted has none.
    const above = look(posix.dirname(directory));
    if (above?.kind !== 'directory' || !isRecent(above.modifiedAt)) continue;
    const { modifiedAt } = above;
    gatherer.doubt({ look: { of: 'blob', algorithm, hex }, facts: [], modifiedAt, evidence: '' });
  }
}

/** The time of a directory, or of the nearest above it that is there. */
function whenItMayHaveGone(gatherer: Gatherer, directory: ByteString): number {
  for (let path = directory; path.startsWith(REPOSITORIES); path = path.slice(0, path.lastIndexOf('/'))) {
    const at = path;
    const stat = gatherer.look(at, 'bytes');
    if (stat?.kind === 'directory') return stat.modifiedAt;
  }
  return 0;
}

function isRecent(modifiedAt: number): boolean {
  return modifiedAt > Date.now() * 1000 - RECENT_US;
}
