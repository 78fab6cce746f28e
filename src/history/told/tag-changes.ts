import { groupBy } from '../../analyze/group-by.ts';
import { compareBytewise, namedAs, type StoredName } from '../../analyze/names.ts';
import { isoTime } from '../../analyze/times.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Database } from '../../inventory/format/sqlite.ts';

/** What became of a tag between two scans. */
interface TagChange {
  readonly repository: string;
  readonly repositoryBase64?: string;
  readonly tag: string;
  readonly tagBase64?: string;
  readonly event: 'pushed' | 'moved' | 'removed';
  /** What it pointed to; absent where its link said no digest. */
  readonly from?: string;
  readonly to?: string;
  /** What it pointed to in between, the oldest first. */
  readonly via?: readonly string[];
  /** When it happened last, by the times on the disk; absent where they do not say. */
  readonly at?: string;
  /** When the scan that saw it began. */
  readonly seenAt: string;
}

/** What became of tags, and how many were there only in between. */
export interface TagChanges {
  /** By repository and name. */
  readonly tags: readonly TagChange[];
  readonly passing: number;
}

const EVENTS = `SELECT repository.name AS repository, tag, kind, from_digest AS "from", to_digest AS "to", via, at,
    seen_at AS seenAt
  FROM event JOIN repository ON repository.id = repository_id
  WHERE scan > @from AND scan <= @to AND kind IN ('tag-pushed', 'tag-moved', 'tag-removed')
    AND (@only IS NULL OR repository_id = @only)
  ORDER BY event.id`;

interface EventRow {
  readonly repository: StoredName;
  readonly tag: StoredName;
  readonly kind: 'tag-pushed' | 'tag-moved' | 'tag-removed';
  readonly from: StoredName | null;
  readonly to: StoredName | null;
  readonly via: string | null;
  readonly at: number | null;
  readonly seenAt: number;
}

/** What the events after one scan, up to another, come to for each tag; `only` is the id of one repository. */
export function loadTagChanges(history: Database, from: number, to: number, only?: number): TagChanges {
  const rows = history.prepare<[object], EventRow>(EVENTS).all({ from, to, only: only ?? null });
  const byTag = groupBy(rows, ({ repository, tag }) => JSON.stringify([repository, tag]));
  let passing = 0;
  const tags: TagChange[] = [];
  for (const events of byTag.values()) {
    const change = joinEvents(events);
    if (change === 'passing') passing++;
    else if (change !== undefined) tags.push(change);
  }
  tags.sort((a, b) => compareBytewise(a.repository, b.repository) || compareBytewise(a.tag, b.tag));
  return { tags, passing };
}

/** `undefined`: it points again where it did. */
function joinEvents(events: readonly EventRow[]): TagChange | 'passing' | undefined {
  const [first, last] = [events[0] as EventRow, events.at(-1) as EventRow];
  const [was, is] = [first.kind !== 'tag-pushed', last.kind !== 'tag-removed'];
  if (!was && !is) return 'passing';
  const [from, to] = [textOf(first.from), textOf(last.to)];
  const via = events.flatMap((event) => [
    ...(event.via === null ? [] : (JSON.parse(event.via) as string[])),
    ...(event === last || event.to === null ? [] : [digestText(event.to)]),
  ]);
  if (was && is && from === to && via.length === 0) return undefined;
  return {
    ...namedAs('repository', last.repository),
    ...namedAs('tag', last.tag),
    event: !was ? 'pushed' : is ? 'moved' : 'removed',
    ...(was && from !== undefined && { from }),
    ...(is && to !== undefined && { to }),
    ...(via.length > 0 && { via }),
    ...(last.at !== null && { at: isoTime(last.at) }),
    seenAt: isoTime(last.seenAt),
  };
}

function textOf(stored: StoredName | null): string | undefined {
  return stored === null ? undefined : digestText(stored);
}
