import type { LinkRows } from '../../facts/rows/link-rows.ts';
import { type ReadTag, TagRows } from '../../facts/rows/tag-rows.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { digestFault } from '../../registry/digest.ts';
import { byName } from '../../volume/by-name.ts';
import type { Entry, ReadFile } from '../../volume/file-stat.ts';
import { type Gatherer, UNREAD } from '../gatherer.ts';
import { behind, type TreeDirectory } from './found.ts';
import { homeBehind, type LinkHome } from './link-place.ts';
import { countDirectories, readLinks, readLinksOf } from './links.ts';
import { checkTagName, doubtTag, oddTag, readTagThatIsNone } from './odd-tags.ts';
import { readStray } from './strays.ts';
import { type TagPlace, tagPlace, tagsPath } from './tag-place.ts';

/** Reads every tag of a repository: what it points to now, and what it ever pointed to. Tells of those that are odd. */
export function readTags(gatherer: Gatherer, repository: TreeDirectory): readonly ReadTag[] {
  const rows = new TagRows();
  gatherer.forEach(tagsPath(repository), 'references', (entry) => {
    readTag(gatherer, tagPlace(repository, entry.name), entry, rows);
  });
  return rows.tags.sort(byName);
}

/** What a tag's link may say, where it is only looked at. */
const ANY_DIGEST = `sha256:${'0'.repeat(64)}`;

/** Reads one entry of a repository's `tags/`. */
export function readTag(
  gatherer: Gatherer,
  place: TagPlace,
  entry: Pick<Entry, 'kind' | 'symlink'>,
  rows: TagRows,
): void {
  const { repository, name, path } = place;
  checkTagName(gatherer, place);
  if (entry.kind !== 'directory') return readTagThatIsNone(gatherer, place, entry.kind);
  const home: LinkHome = { place: 'tag-history', repository: behind(repository, entry), tag: name };
  const ofCurrent = readTagParts(gatherer, home, path, rows.history);
  const history = rows.takeHistory();
  const link = readCurrent(gatherer, `${path}/current`);
  if (link === UNREAD) return gatherer.add(oddTag(place, { kind: 'directory', modifiedAt: 0, history }));
  if (link !== undefined && ofCurrent.isCounted) gatherer.countFile(link.stat);
  if (link === undefined || gatherer.rules.readEveryLink) readBesideCurrent(gatherer, ofCurrent, path, link);
  if (link?.content !== undefined && digestFault(link.content) === undefined) {
    gatherer.seen.add('tag', name, link.stat);
    const tag = { name, target: link.content, modifiedAt: link.stat.modifiedAt, history };
    if (gatherer.tellsLinks) rows.tags.push(tag);
    return;
  }
  doubtTag(gatherer, place, history, link);
}

/** The link that says what a tag points to; undefined where there is none. */
function readCurrent(
  gatherer: Gatherer,
  current: ByteString,
): ReadFile<ByteString> | typeof UNREAD | undefined {
  const path = `${current}/link`;
  const link = gatherer.tryTo(path, 'references', () =>
    gatherer.named(path, () => gatherer.readLink(path, ANY_DIGEST)),
  );
  if (link === UNREAD) return UNREAD;
  if (link !== undefined) {
    gatherer.noteSymlink(path, link.stat, 'references');
    return link.stat.kind === 'not-followed' ? UNREAD : link;
  }
  // Behind a symlink that was not followed there may be one.
  return gatherer.look(current, 'references')?.kind === 'not-followed' ? UNREAD : undefined;
}

/**
 * A tag's directory holds `current` and `index`, and that one directory for each algorithm. Link counts tell so at a
 * third of the price of listing both, which was a third of a scan; a file beside them goes unseen. Gives the
 * repository as `current` is in it.
 */
function readTagParts(
  gatherer: Gatherer,
  home: LinkHome,
  path: ByteString,
  history: LinkRows,
): TreeDirectory {
  let ofCurrent = home.repository;
  const holdsTwoParts =
    !gatherer.rules.readEveryLink &&
    countDirectories(gatherer, path) === 2 &&
    countDirectories(gatherer, `${path}/index`) === 1;
  if (holdsTwoParts && readLinksOf(gatherer, home, 'sha256', history) > 0) return ofCurrent;
  for (const entry of gatherer.list(path, 'references')) {
    const { name, kind } = entry;
    if (name === 'current') ofCurrent = behind(home.repository, entry);
    if (name === 'index' && kind === 'directory') readLinks(gatherer, homeBehind(home, entry), history);
    else if (name !== 'current' || kind !== 'directory')
      readStray(gatherer, `${path}/${name}`, { isCounted: home.repository.isCounted });
  }
  return ofCurrent;
}

/** What lies beside a tag's `current/link`, among it what registry 3.1 leaves when it dies. */
function readBesideCurrent(
  gatherer: Gatherer,
  { isCounted }: TreeDirectory,
  path: ByteString,
  link: ReadFile<ByteString> | undefined,
): void {
  for (const { name } of gatherer.list(`${path}/current`, 'bytes')) {
    if (name !== 'link' || link === undefined) readStray(gatherer, `${path}/current/${name}`, { isCounted });
  }
}
