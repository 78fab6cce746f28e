import type { LinkRows } from '../facts/rows/link-rows.ts';
import { type History, type ReadTag, TagRows } from '../facts/rows/tag-rows.ts';
import type { EntryKind, OddTagFact, ProblemFact } from '../facts/told.ts';
import { type ByteString, decodeName } from '../registry/byte-string.ts';
import { digestFault } from '../registry/digest.ts';
import { readLinkContent } from '../registry/link.ts';
import { isTagName } from '../registry/reference.ts';
import type { Entry, ReadFile } from '../volume/file-stat.ts';
import { behind, type TreeDirectory } from './found.ts';
import { type Gatherer, UNREAD } from './gatherer.ts';
import {
  countDirectories,
  homeBehind,
  type LinkHome,
  readAlgorithmDirectory,
  readLinkDirectories,
} from './links.ts';
import { readStray } from './strays.ts';

/** Reads every tag of a repository: what it points to now, and what it ever pointed to. Tells of those that are odd. */
export function readTags(
  gatherer: Gatherer,
  repository: TreeDirectory,
  path: ByteString,
): readonly ReadTag[] {
  const rows = new TagRows();
  gatherer.forEach(path, true, (entry) => readTag(gatherer, repository, path, entry, rows));
  return rows.tags;
}

/** What a tag's link may say, where it is only looked at. */
const ANY_DIGEST = `sha256:${'0'.repeat(64)}`;

/** Reads one entry of a repository's `tags/`. */
export function readTag(
  gatherer: Gatherer,
  repository: TreeDirectory,
  tags: ByteString,
  entry: Pick<Entry, 'name' | 'kind' | 'symlink'>,
  rows: TagRows,
): void {
  const path = `${tags}/${entry.name}`;
  checkTagName(gatherer, repository, path, entry.name);
  if (entry.kind !== 'directory') return readTagThatIsNone(gatherer, repository, path, entry);
  const home: LinkHome = { place: 'tag-history', repository: behind(repository, entry), tag: entry.name };
  const ofCurrent = readTagParts(gatherer, home, path, rows.history);
  const history = rows.takeHistory();
  const link = readCurrent(gatherer, `${path}/current`);
  if (link === UNREAD) {
    return gatherer.add(oddTag(repository, entry.name, 'directory', undefined, 0, history));
  }
  if (link !== undefined && ofCurrent.isCounted) gatherer.countFile(link.stat);
  if (link === undefined || gatherer.rules.readEveryLink) readBesideLink(gatherer, ofCurrent, path, link);
  if (link?.content !== undefined && digestFault(link.content) === undefined) {
    gatherer.seen.add('tag', entry.name, link.stat);
    const tag = { name: entry.name, target: link.content, modifiedAt: link.stat.modifiedAt, history };
    if (gatherer.tellsLinks) rows.tags.push(tag);
    return;
  }
  doubtTag(gatherer, repository, path, entry.name, history, link);
}

/** The link that says what a tag points to; undefined where there is none. */
function readCurrent(gatherer: Gatherer, current: ByteString): FoundLink | typeof UNREAD | undefined {
  const path = `${current}/link`;
  const link = gatherer.tryTo(path, true, () => gatherer.readLink(path, ANY_DIGEST));
  if (link === UNREAD) return UNREAD;
  if (link !== undefined) {
    gatherer.noteSymlink(path, link.stat, true);
    return link.stat.kind === 'not-followed' ? UNREAD : link;
  }
  // Behind a symlink that was not followed there may be one.
  const stat = gatherer.attempt(current, true, () => gatherer.fs.look(current));
  return stat?.kind === 'not-followed' ? UNREAD : undefined;
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
  const index = `${path}/index`;
  const isUsual =
    !gatherer.rules.readEveryLink &&
    countDirectories(gatherer, path) === 2 &&
    countDirectories(gatherer, index) === 1;
  if (isUsual && readAlgorithmDirectory(gatherer, home, `${index}/sha256`, 'sha256', history) > 0)
    return ofCurrent;
  for (const entry of gatherer.list(path, true)) {
    const { name, kind } = entry;
    if (name === 'current') ofCurrent = behind(home.repository, entry);
    if (name === 'index' && kind === 'directory')
      readLinkDirectories(gatherer, homeBehind(home, entry), index, history);
    else if (name !== 'current' || kind !== 'directory')
      readStray(gatherer, `${path}/${name}`, { isCounted: home.repository.isCounted });
  }
  return ofCurrent;
}

/** What lies beside a tag's `current/link`, among it what registry 3.1 leaves when it dies. */
function readBesideLink(
  gatherer: Gatherer,
  { isCounted }: TreeDirectory,
  path: ByteString,
  link: FoundLink | undefined,
): void {
  for (const { name } of gatherer.list(`${path}/current`, false)) {
    if (name !== 'link' || link === undefined) readStray(gatherer, `${path}/current/${name}`, { isCounted });
  }
}

type FoundLink = ReadFile<ByteString>;

const NO_HISTORY: History = { digests: new Uint8Array(), modifiedAt: new Float64Array() };

/** A tag that cannot be resolved: damage, or one that is just being written. */
function doubtTag(
  gatherer: Gatherer,
  repository: TreeDirectory,
  path: ByteString,
  name: ByteString,
  history: History,
  link: FoundLink | undefined,
): void {
  const stat = link?.stat ?? gatherer.attempt(path, false, () => gatherer.fs.look(path));
  // Deleted meanwhile.
  if (stat === undefined) return;
  const { modifiedAt } = stat;
  gatherer.doubt({
    look: { of: 'tag', repository, tag: name },
    facts: [
      oddTag(repository, name, 'directory', link, modifiedAt, history),
      faultOf(repository, path, link),
    ],
    modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${modifiedAt}:${link?.content}`,
  });
}

function faultOf(repository: TreeDirectory, path: ByteString, link: FoundLink | undefined): ProblemFact {
  const at = { fact: 'problem', repository: repository.name } as const;
  if (link === undefined) return { ...at, code: 'tag-without-current', path };
  const file = { ...at, path: `${path}/current/link` };
  if (link.content === undefined) return { ...file, code: 'link-not-a-file', detail: link.stat.kind };
  const reading = readLinkContent(Buffer.from(link.content, 'latin1'));
  const fault = 'fault' in reading ? reading.fault : '';
  return fault === 'empty'
    ? { ...file, code: 'link-empty' }
    : { ...file, code: 'link-malformed', detail: fault };
}

function readTagThatIsNone(
  gatherer: Gatherer,
  repository: TreeDirectory,
  path: ByteString,
  { name, kind }: Pick<Entry, 'name' | 'kind'>,
): void {
  const stat = gatherer.attempt(path, false, () => gatherer.fs.look(path));
  if (stat !== undefined && repository.isCounted) gatherer.countFile(stat);
  gatherer.add(oddTag(repository, name, kind, undefined, stat?.modifiedAt ?? 0, NO_HISTORY));
  // What was not followed may be a directory.
  if (kind === 'not-followed') return;
  gatherer.problem({ code: 'tag-not-a-directory', path, repository: repository.name, detail: kind });
}

function oddTag(
  repository: TreeDirectory,
  name: ByteString,
  kind: EntryKind,
  link: FoundLink | undefined,
  modifiedAt: number,
  history: History,
): OddTagFact {
  return {
    fact: 'odd-tag',
    repository: repository.name,
    name,
    kind,
    content: link?.content === undefined ? undefined : new Uint8Array(Buffer.from(link.content, 'latin1')),
    modifiedAt,
    history: history.digests,
    historyModifiedAt: history.modifiedAt,
  };
}

function checkTagName(
  gatherer: Gatherer,
  repository: TreeDirectory,
  path: ByteString,
  name: ByteString,
): void {
  const text = decodeName(name);
  if (typeof text === 'string' && isTagName(text)) return;
  gatherer.problem({ code: 'tag-name', path, repository: repository.name });
}
