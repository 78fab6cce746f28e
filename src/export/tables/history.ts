import { historyPath, openHistory, readingHistory } from '../../inventory/beside/history-file.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { Row, Table } from './table.ts';

/*
 * What is known of earlier scans, from the file beside the inventory. Every export has all of it, so that it lies at no date:
 * a sum over dates would count it as often as it was exported.
 */

export const history: Table = {
  name: 'history',
  isTimeless: true,
  description: 'The scans that there were, as far as they are kept: of each what it counted.',
  columns: [
    { name: 'scan', type: 'int64', description: 'its number, in the order of the scans' },
    { name: 'scan_id', type: 'text', description: "random, and no other scan's" },
    { name: 'scanned_at', type: 'timestamp', description: 'when it began' },
    {
      name: 'begins',
      type: 'text',
      nullable: true,
      description: '`first` and `other-volume`: it was compared with none before',
    },
    { name: 'is_complete', type: 'boolean', description: 'false: something could not be read' },
    { name: 'is_whole', type: 'boolean', description: 'true: what it did not find is gone' },
    { name: 'blobs', type: 'int64', description: 'how many blobs were on the disk' },
    { name: 'blob_bytes', type: 'int64', description: 'of these' },
    { name: 'tagged_bytes', type: 'int64', description: 'of blobs that a tag led to' },
    { name: 'untagged_bytes', type: 'int64', description: 'of blobs that no tag led to, but a revision' },
    { name: 'unreferenced_bytes', type: 'int64', description: 'of blobs that neither led to' },
    { name: 'upload_bytes', type: 'int64', description: 'of uploads' },
    { name: 'other_bytes', type: 'int64', description: 'of all other files' },
    {
      name: 'filesystem_bytes',
      type: 'int64',
      nullable: true,
      description: 'size of the file system that held the blobs',
    },
    {
      name: 'filesystem_available_bytes',
      type: 'int64',
      nullable: true,
      description: 'what of it an ordinary user could still fill',
    },
    { name: 'repositories', type: 'int64', description: 'how many there were' },
    { name: 'tags', type: 'int64', description: 'of all repositories' },
    { name: 'revisions', type: 'int64', description: 'of all repositories' },
  ],
  rows: historyRows(`SELECT number, id, scanned_at, begins, is_complete, is_whole, blobs, blob_bytes, tagged_bytes,
    untagged_bytes, unreferenced_bytes, upload_bytes, other_bytes, filesystem_bytes, filesystem_available_bytes,
    repositories, tags, revisions FROM scan ORDER BY number`),
};

export const accounts: Table = {
  name: 'accounts',
  isTimeless: true,
  description:
    'What each repository took: as it was from a scan on, until its next row. Sums are of the latest row at or before a scan.',
  columns: [
    { name: 'scan', type: 'int64', description: 'the scan that found it so, as `history` has it' },
    { name: 'scanned_at', type: 'timestamp', description: 'when that scan began' },
    { name: 'repository', type: 'name', description: 'the repository' },
    { name: 'is_there', type: 'boolean', description: 'false: it is gone, and all else is 0' },
    { name: 'bytes', type: 'int64', description: 'of all blobs that its tags and revisions led to' },
    { name: 'unique_bytes', type: 'int64', description: 'of these, what no other repository led to' },
    {
      name: 'fair_share_bytes',
      type: 'double',
      description: 'each blob divided by the repositories that led to it',
    },
    { name: 'tagged_bytes', type: 'int64', description: 'of blobs that its tags led to' },
    { name: 'untagged_bytes', type: 'int64', description: 'the rest of `bytes`' },
    { name: 'upload_bytes', type: 'int64', description: 'of its uploads' },
    { name: 'tags', type: 'int64', description: 'how many it had' },
    { name: 'revisions', type: 'int64', description: 'how many it had' },
  ],
  rows: historyRows(`SELECT accounts.scan, scan.scanned_at, repository, is_there, bytes, unique_bytes, fair_share_bytes,
    accounts.tagged_bytes, accounts.untagged_bytes, accounts.upload_bytes, accounts.tags, accounts.revisions
    FROM accounts JOIN scan ON scan.number = accounts.scan ORDER BY accounts.scan, repository`),
};

export const events: Table = {
  name: 'events',
  isTimeless: true,
  description:
    'What happened from scan to scan: repositories and tags that came, moved and went, damage that began or ended.',
  columns: [
    { name: 'event', type: 'int64', description: 'its number, in the order in which they were seen' },
    { name: 'scan', type: 'int64', description: 'the scan that saw it, as `history` has it' },
    { name: 'seen_at', type: 'timestamp', description: 'when that scan began' },
    {
      name: 'happened_at',
      type: 'timestamp',
      nullable: true,
      description: 'when it happened, where the times on the disk say so',
    },
    {
      name: 'kind',
      type: 'text',
      description:
        '`repository-appeared`, `repository-went`, `tag-pushed`, `tag-moved`, `tag-removed`, `finding-began`, `finding-ended`',
    },
    { name: 'repository', type: 'name', nullable: true, description: "the repository, where it is one's" },
    { name: 'tag', type: 'name', nullable: true, description: 'the tag' },
    { name: 'from_digest', type: 'text', nullable: true, description: 'what the tag pointed to' },
    { name: 'to_digest', type: 'text', nullable: true, description: 'what it points to' },
    { name: 'finding', type: 'text', nullable: true, description: 'the `id` of the finding' },
    { name: 'path', type: 'name', nullable: true, description: 'where the finding is' },
    { name: 'digest', type: 'text', nullable: true, description: 'the digest that the finding is about' },
  ],
  rows: historyRows(`SELECT events.id, events.scan, event.seen_at, event.at, events.kind, repository, events.tag,
    events.from_digest, events.to_digest, events.finding, events.path, events.digest
    FROM events JOIN event USING (id) ORDER BY events.id`),
};

/** The rows of a query of the history; none where there is no history. */
function historyRows(sql: string): Table['rows'] {
  return function* rows(inventory: Inventory): Generator<Row> {
    const path = historyPath(inventory.path);
    const database = openHistory(path);
    if (database === undefined) return;
    try {
      const found = readingHistory(path, () => database.prepare<[], Row>(sql).raw().iterate());
      yield* readEach(path, found);
    } finally {
      database.close();
    }
  };
}

function* readEach(path: string, rows: IterableIterator<Row>): Generator<Row> {
  try {
    for (;;) {
      const { value, done } = readingHistory(path, () => rows.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    rows.return?.();
  }
}
