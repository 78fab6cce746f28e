import type { EntryKind, OddTagFact, ProblemFact, TagsFact } from '../facts.ts';
import { type ByteString, decodeName } from '../registry/byte-string.ts';
import { DigestListWriter } from '../registry/digest-list.ts';
import { readLinkContent } from '../registry/link.ts';
import { isTagName } from '../registry/reference.ts';
import type { TreeDirectory } from './batch.ts';
import type { Collector } from './collector.ts';
import { NumberColumn } from './columns.ts';
import type { Entry, FileStat } from './file-stat.ts';
import { LinkRows, readLinkDirectories } from './links.ts';
import { readStray } from './strays.ts';

/** Reads every tag of a repository: what it points to now, and what it ever pointed to. */
export function readTags(collector: Collector, repository: TreeDirectory, path: ByteString): void {
  const rows = new TagRows();
  collector.forEach(path, true, (entry) => readTag(collector, repository, path, entry, rows));
  if (rows.names.length > 0) collector.add(rows.toFact(repository.name));
}

/** Reads one entry of a repository's `tags/`. */
export function readTag(
  collector: Collector,
  repository: TreeDirectory,
  tags: ByteString,
  entry: Pick<Entry, 'name' | 'kind'>,
  rows: TagRows,
): void {
  const path = `${tags}/${entry.name}`;
  checkTagName(collector, repository, path, entry.name);
  if (entry.kind !== 'directory') return readTagThatIsNone(collector, repository, path, entry);
  const history = readTagParts(collector, repository, path, entry.name);
  const link = collector.attempt(path, true, () => collector.fs.readLink(`${path}/current/link`));
  if (link !== undefined) collector.noteSymlink(`${path}/current/link`, link.stat, true);
  if (link !== undefined && repository.isCounted) collector.countFile(link.stat);
  const reading = link?.content === undefined ? undefined : readLinkContent(link.content);
  if (link !== undefined && reading !== undefined && 'target' in reading) {
    rows.push(entry.name, reading.target, link.stat.modifiedAt, history);
    return;
  }
  if (link === undefined) readBesideLink(collector, repository, `${path}/current`);
  doubtTag(collector, repository, path, entry.name, history, link);
}

/** A tag's directory holds `current` and `index`; returns the healthy links of the second. */
function readTagParts(
  collector: Collector,
  repository: TreeDirectory,
  path: ByteString,
  tag: ByteString,
): LinkRows {
  const history = new LinkRows();
  for (const { name, kind } of collector.list(path, true)) {
    const part = `${path}/${name}`;
    if (name === 'index' && kind === 'directory') {
      readLinkDirectories(collector, { place: 'tag-history', repository, tag }, part, history);
    } else if (name !== 'current' || kind !== 'directory') {
      readStray(collector, part, { isCounted: repository.isCounted });
    }
  }
  return history;
}

function readBesideLink(collector: Collector, { isCounted }: TreeDirectory, path: ByteString): void {
  for (const { name } of collector.list(path, false)) readStray(collector, `${path}/${name}`, { isCounted });
}

type FoundLink = { readonly stat: FileStat; readonly content: Buffer | undefined };

/** A tag that cannot be resolved: damage, or one that is just being written. */
function doubtTag(
  collector: Collector,
  repository: TreeDirectory,
  path: ByteString,
  name: ByteString,
  history: LinkRows,
  link: FoundLink | undefined,
): void {
  const stat = link?.stat ?? collector.attempt(path, false, () => collector.fs.look(path));
  // Deleted meanwhile.
  if (stat === undefined) return;
  const { modifiedAt } = stat;
  const content = link?.content?.toString('latin1');
  collector.doubt({
    look: { of: 'tag', repository, tag: name },
    facts: [
      oddTag(repository, name, 'directory', link, modifiedAt, history),
      faultOf(repository, path, link),
    ],
    modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${modifiedAt}:${content}`,
  });
}

function faultOf(repository: TreeDirectory, path: ByteString, link: FoundLink | undefined): ProblemFact {
  const at = { fact: 'problem', repository: repository.name } as const;
  if (link === undefined) return { ...at, code: 'tag-without-current', path };
  const file = { ...at, path: `${path}/current/link` };
  if (link.content === undefined) return { ...file, code: 'link-not-a-file', detail: link.stat.kind };
  const reading = readLinkContent(link.content);
  const fault = 'fault' in reading ? reading.fault : '';
  return fault === 'empty'
    ? { ...file, code: 'link-empty' }
    : { ...file, code: 'link-malformed', detail: fault };
}

function readTagThatIsNone(
  collector: Collector,
  repository: TreeDirectory,
  path: ByteString,
  { name, kind }: Pick<Entry, 'name' | 'kind'>,
): void {
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (stat !== undefined && repository.isCounted) collector.countFile(stat);
  collector.add(oddTag(repository, name, kind, undefined, stat?.modifiedAt ?? 0, new LinkRows()));
  collector.problem({ code: 'tag-not-a-directory', path, repository: repository.name, detail: kind });
}

function oddTag(
  repository: TreeDirectory,
  name: ByteString,
  kind: EntryKind,
  link: FoundLink | undefined,
  modifiedAt: number,
  history: LinkRows,
): OddTagFact {
  return {
    fact: 'odd-tag',
    repository: repository.name,
    name,
    kind,
    content: link?.content === undefined ? undefined : Uint8Array.from(link.content),
    modifiedAt,
    history: history.digests.finish(),
    historyModifiedAt: history.modifiedAt.toFloat64(),
  };
}

function checkTagName(
  collector: Collector,
  repository: TreeDirectory,
  path: ByteString,
  name: ByteString,
): void {
  const text = decodeName(name);
  if (typeof text === 'string' && isTagName(text)) return;
  collector.problem({ code: 'tag-name', path, repository: repository.name });
}

/** Rows of a {@link TagsFact}. */
export class TagRows {
  readonly names: ByteString[] = [];
  readonly #targets = new DigestListWriter();
  readonly #modifiedAt = new NumberColumn();
  readonly #history: LinkRows[] = [];

  push(name: ByteString, target: string, modifiedAt: number, history: LinkRows): void {
    this.names.push(name);
    this.#targets.append(target);
    this.#modifiedAt.push(modifiedAt);
    this.#history.push(history);
  }

  toFact(repository: ByteString): TagsFact {
    return {
      fact: 'tags',
      repository,
      names: this.names,
      targets: this.#targets.finish(),
      modifiedAt: this.#modifiedAt.toFloat64(),
      history: new Uint8Array(Buffer.concat(this.#history.map((rows) => rows.digests.finish()))),
      historyModifiedAt: Float64Array.from(this.#history.flatMap((rows) => [...rows.modifiedAt.toFloat64()])),
      historyCounts: Uint32Array.from(this.#history, (rows) => rows.digests.count),
    };
  }
}
