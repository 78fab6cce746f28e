import { findFindings } from '../../check/find-findings.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { Row, Table } from './table.ts';

export const findings: Table = {
  name: 'findings',
  description: 'What `stowage check` finds.',
  columns: [
    { name: 'id', type: 'text', description: 'what kind of finding it is' },
    { name: 'severity', type: 'text', description: '`corruption`, `warning` or `info`' },
    { name: 'confidence', type: 'text', description: '`confirmed` or `suspected`' },
    { name: 'path', type: 'name', nullable: true, description: "where, relative to the volume's root" },
    { name: 'repository', type: 'name', nullable: true, description: "the repository, where it is one's" },
    { name: 'tag', type: 'name', nullable: true, description: "the tag, where it is one's" },
    { name: 'digest', type: 'text', nullable: true, description: 'the digest, where it is about one' },
    { name: 'message', type: 'text', description: 'what was found, for people' },
  ],
  rows: findingRows,
};

function* findingRows(inventory: Inventory): Generator<Row> {
  for (const each of findFindings(inventory).findings) {
    const { id, severity, confidence, digest = null, message } = each;
    const path = bytesOr(each.path, each.pathBase64);
    const repository = bytesOr(each.repository, each.repositoryBase64);
    yield [id, severity, confidence, path, repository, bytesOr(each.tag, each.tagBase64), digest, message];
  }
}

/** A name as the inventory stores it. */
function bytesOr(text: string | undefined, base64: string | undefined): string | Buffer | null {
  return base64 === undefined ? (text ?? null) : Buffer.from(base64, 'base64');
}
