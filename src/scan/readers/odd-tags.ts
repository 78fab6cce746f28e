import type { History } from '../../facts/rows/tag-rows.ts';
import type { EntryKind, OddTagFact, ProblemFact } from '../../facts/told.ts';
import { type ByteString, decodeName } from '../../registry/byte-string.ts';
import { readLinkContent } from '../../registry/link.ts';
import { isTagName } from '../../registry/reference.ts';
import type { ReadFile } from '../../volume/file-stat.ts';
import type { Gatherer } from '../gatherer.ts';
import type { TagPlace } from './tag-place.ts';

/** One of its own for each tag: a buffer is handed over to another thread once. */
const noHistory = (): History => ({ digests: new Uint8Array(), modifiedAt: new Float64Array() });

/** A tag that leads nowhere, as it was found. */
interface FoundTag {
  readonly kind: EntryKind;
  readonly modifiedAt: number;
  readonly history: History;
  /** What stands in `current/link`. */
  readonly content?: ByteString | undefined;
}

/** The fact of a tag that leads nowhere. */
export function oddTag(
  { repository, name }: TagPlace,
  { kind, modifiedAt, history, content }: FoundTag,
): OddTagFact {
  return {
    fact: 'odd-tag',
    repository: repository.name,
    name,
    kind,
    content: content === undefined ? undefined : new Uint8Array(Buffer.from(content, 'latin1')),
    modifiedAt,
    history: history.digests,
    historyModifiedAt: history.modifiedAt,
  };
}

/** Puts a tag in doubt that cannot be resolved: it is damaged, or is being written. */
export function doubtTag(
  gatherer: Gatherer,
  place: TagPlace,
  history: History,
  link: ReadFile<ByteString> | undefined,
): void {
  const { repository, name, path } = place;
  const stat = link?.stat ?? gatherer.lookAtNamed(path, 'bytes');
  // Deleted meanwhile.
  if (stat === undefined) return;
  const { modifiedAt } = stat;
  const content = link?.content;
  gatherer.doubt({
    look: { of: 'tag', repository, tag: name },
    facts: [oddTag(place, { kind: 'directory', modifiedAt, history, content }), faultOf(place, link)],
    modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${modifiedAt}:${content}`,
  });
}

function faultOf({ repository, path }: TagPlace, link: ReadFile<ByteString> | undefined): ProblemFact {
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

/** Reads an entry of `tags/` that is no directory. */
export function readTagThatIsNone(gatherer: Gatherer, place: TagPlace, kind: EntryKind): void {
  const { repository, path } = place;
  const stat = gatherer.lookAtNamed(path, 'bytes');
  if (stat !== undefined && repository.isCounted) gatherer.countFile(stat);
  gatherer.add(oddTag(place, { kind, modifiedAt: stat?.modifiedAt ?? 0, history: noHistory() }));
  // What was not followed may be a directory.
  if (kind === 'not-followed') return;
  gatherer.problem({ code: 'tag-not-a-directory', path, repository: repository.name, detail: kind });
}

/** Tells of a name that no registry takes for a tag. */
export function checkTagName(gatherer: Gatherer, { repository, name, path }: TagPlace): void {
  const text = decodeName(name);
  if (typeof text === 'string' && isTagName(text)) return;
  gatherer.problem({ code: 'tag-name', path, repository: repository.name });
}
