import { UsageError } from '../../errors.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Digest, digestToBytes } from '../../registry/digest.ts';
import { type ParsedReference, parseReference, type ReferenceFault } from '../../registry/reference.ts';
import { compareBytewise, type StoredName, toName } from '../names.ts';
import { absent } from './absent.ts';
import { nearNames, nearOrListed } from './near-names.ts';

/** What a person named, as the inventory knows it. */
export type FoundReference = FoundRepository | FoundTag | FoundManifest;

export interface FoundRepository {
  readonly names: 'repository';
  readonly repositoryId: number;
  readonly repository: string;
}

export interface FoundTag {
  readonly names: 'tag';
  readonly repositoryId: number;
  readonly repository: string;
  readonly tagId: number;
  readonly tag: string;
  /** The blob it points to; null where its link says no digest. */
  readonly blob: number | null;
}

export interface FoundManifest {
  readonly names: 'manifest';
  readonly repositoryId: number;
  readonly repository: string;
  readonly digest: Digest;
  readonly blob: number;
  /** A sentence, where a tag was named with the digest and does not point there. */
  readonly oddity?: string;
}

/**
 * Finds what `[scheme://][host/]repository[:tag][@digest]` names, however it was pasted. What looks like a host may be
 * part of the name (`lib.rary/db`), so the whole name is tried first. With both a tag and a digest the digest decides, as for docker and
 * containerd.
 * @throws UsageError where there is no such repository, tag or manifest.
 */
export function findReference(inventory: Inventory, text: string): FoundReference {
  const exact = findExact(inventory, text);
  if (exact !== undefined) return exact;
  const parsed = parseReference(text);
  if (typeof parsed === 'string') throw new UsageError(`'${text}' ${FAULTS[parsed]}`);
  const found = findRepository(inventory, parsed);
  if (parsed.digest !== undefined) return findManifest(inventory, found, parsed.digest, parsed.tag);
  return parsed.tag === undefined ? found : findTag(inventory, found, parsed.tag);
}

/** A repository of exactly this name, which may look as if something had been pasted along: quotes, a semicolon. */
function findExact({ database }: Inventory, text: string): FoundRepository | undefined {
  if (/[:@]/.test(text)) return undefined;
  const id = database.prepare<[string], number>('SELECT id FROM repository WHERE name = ?').pluck().get(text);
  return id === undefined ? undefined : { names: 'repository', repositoryId: id, repository: text };
}

const FAULTS: Record<ReferenceFault, string> = {
  'no repository': 'names no repository: expected one such as team/app.',
  'no port':
    "has a ':' before neither a tag nor a port: expected one such as reg.example.com:5000/team/app:1.0.",
  'no tag': "has no tag after ':': expected one such as team/app:1.0, or none.",
  'no digest': "has no valid digest after '@': expected sha256:<64 hex digits>.",
};

function findRepository(inventory: Inventory, { host, repository }: ParsedReference): FoundRepository {
  const byName = inventory.database
    .prepare<[string], number>('SELECT id FROM repository WHERE name = ?')
    .pluck();
  const whole = host === undefined ? [] : [`${host}/${repository}`];
  for (const name of [...whole, repository]) {
    const id = byName.get(name);
    if (id !== undefined) return { names: 'repository', repositoryId: id, repository: name };
  }
  const names = namesOf(inventory, 'SELECT name FROM repository');
  const there = nearOrListed(nearNames(repository, names), 'stowage ls');
  throw absent(inventory, `There is no repository '${repository}' in this inventory`, there);
}

/** Finds a tag of a repository. @throws UsageError where it has none of that name. */
export function findTag(
  inventory: Inventory,
  { repositoryId, repository }: FoundRepository,
  tag: string,
): FoundTag {
  const row = tagRow(inventory, repositoryId, tag);
  if (row !== undefined)
    return { names: 'tag', repositoryId, repository, tagId: row.id, tag, blob: row.target_id };
  const names = namesOf(inventory, 'SELECT name FROM tag WHERE repository_id = ?', repositoryId);
  const there = nearOrListed(nearNames(tag, names), `stowage ls ${repository}`);
  throw absent(inventory, `There is no tag '${tag}' in ${repository}`, there);
}

/** A manifest that a revision or a tag of the repository leads to at once. */
function findManifest(
  inventory: Inventory,
  found: FoundRepository,
  digest: Digest,
  tag: string | undefined,
): FoundManifest {
  const { repositoryId, repository } = found;
  const raw = digestToBytes(digest);
  const blob = inventory.database.prepare<unknown[], number>(MANIFEST_SQL).pluck().get(raw, repositoryId);
  if (blob === undefined) {
    const others = namesOf(inventory, HOLDERS_SQL, raw).sort(compareBytewise);
    const there =
      others.length === 0
        ? '.'
        : `. It is in ${others.slice(0, 3).join(', ')}${others.length > 3 ? ', …' : ''}.`;
    throw absent(inventory, `There is no manifest ${digest} in ${repository}`, there);
  }
  const oddity = tag === undefined ? undefined : oddityOf(inventory, found, tag, blob);
  return {
    names: 'manifest',
    repositoryId,
    repository,
    digest,
    blob,
    ...(oddity !== undefined && { oddity }),
  };
}

const MANIFEST_SQL = `SELECT blob.id FROM blob JOIN repository
  WHERE digest = ? AND repository.id = ? AND (
    EXISTS (SELECT 1 FROM revision WHERE repository_id = repository.id AND blob.id IN (blob_id, target_id))
    OR EXISTS (SELECT 1 FROM tag WHERE repository_id = repository.id AND target_id = blob.id))`;

const HOLDERS_SQL = `SELECT DISTINCT name FROM repository JOIN revision ON repository_id = repository.id
  JOIN blob ON blob.id = blob_id AND digest = ?`;

function oddityOf(
  inventory: Inventory,
  { repositoryId, repository }: FoundRepository,
  tag: string,
  blob: number,
): string | undefined {
  const row = tagRow(inventory, repositoryId, tag);
  if (row === undefined) return `There is no tag '${tag}' in ${repository}: the digest decides.`;
  if (row.target_id === blob) return undefined;
  const points = row.digest === null ? 'says no digest' : `points to ${digestText(row.digest)}`;
  return `The tag '${tag}' of ${repository} ${points} now: the digest decides.`;
}

interface TagRow {
  readonly id: number;
  readonly target_id: number | null;
  readonly digest: Buffer | string | null;
}

function tagRow({ database }: Inventory, repositoryId: number, tag: string): TagRow | undefined {
  return database
    .prepare<[number, string], TagRow>(
      `SELECT tag.id, target_id, digest FROM tag LEFT JOIN blob ON blob.id = target_id
       WHERE repository_id = ? AND name = ?`,
    )
    .get(repositoryId, tag);
}

function namesOf({ database }: Inventory, sql: string, ...values: unknown[]): string[] {
  const names = database
    .prepare<unknown[], StoredName>(sql)
    .pluck()
    .all(...values);
  return names.map((name) => toName(name).name);
}
