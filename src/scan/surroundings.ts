import type { EntryKind } from '../facts.ts';
import type { ByteString } from '../registry/byte-string.ts';
import {
  BLOBS,
  GITLAB_DATABASE_LOCK,
  GITLAB_FILESYSTEM_LOCK,
  GITLAB_LOCKS,
  REPOSITORIES,
  SCHEDULER_STATE,
  V2,
} from '../registry/layout.ts';
import { type Collector, UNREAD } from './collector.ts';
import { readStray } from './strays.ts';

/** A pull-through cache's state is JSON of 200 bytes an entry; beyond this it is read no more, only counted. */
const MAX_SCHEDULER_STATE_BYTES = 256 * 1024 * 1024;

const EXPECTED: ReadonlySet<ByteString> = new Set([
  'docker',
  'docker/registry',
  V2,
  BLOBS,
  REPOSITORIES,
  SCHEDULER_STATE,
]);

/** The files that GitLab keeps beside the tree. */
const LOCKS: ReadonlySet<ByteString> = new Set([GITLAB_DATABASE_LOCK, GITLAB_FILESYSTEM_LOCK]);

/**
 * A cache's state. Only a cache writes it: every 5 s where something changed, `{}` when all has expired, and from 3.1
 * on under a name of its own first (distribution, registry/proxy/scheduler). So what stands in it does not matter.
 */
const CACHE_STATE = /^scheduler-state\.json(?:\.[0-9a-f-]{36}\.tmp)?$/i;

/** Reads what lies around blobs and repositories: a cache's state, GitLab's locks, strays. */
export function readSurroundings(collector: Collector): void {
  for (const directory of ['', 'docker', 'docker/registry', V2]) {
    for (const { name } of collector.list(directory, true)) {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (CACHE_STATE.test(path)) collector.add({ fact: 'cache-state' });
      if (!EXPECTED.has(path)) readAround(collector, path);
    }
  }
  readSchedulerState(collector);
  for (const path of [BLOBS, REPOSITORIES]) checkDirectory(collector, path);
}

function readAround(collector: Collector, path: ByteString): void {
  if (path !== GITLAB_LOCKS) return readStray(collector, path);
  const stat = collector.attempt(path, true, () => collector.fs.look(path));
  if (stat?.kind !== 'directory') return readStray(collector, path);
  for (const { name, kind } of collector.list(path, true)) readLock(collector, `${path}/${name}`, kind);
}

function readLock(collector: Collector, path: ByteString, kind: EntryKind): void {
  // GitLab keeps tags and manifests in its database then: what the volume says of them is stale.
  if (path === GITLAB_DATABASE_LOCK)
    collector.problem({ code: 'metadata-elsewhere', path, hidesReferences: true });
  if (!LOCKS.has(path) || kind !== 'file') return readStray(collector, path);
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (stat !== undefined) collector.countFile(stat, true);
}

function checkDirectory(collector: Collector, path: ByteString): void {
  const stat = collector.tryTo(path, true, () => collector.fs.look(path));
  if (stat === UNREAD) return;
  if (stat === undefined) collector.problem({ code: 'missing-directory', path });
  else if (stat.kind === 'file' || stat.kind === 'other') readStray(collector, path);
}

function readSchedulerState(collector: Collector): void {
  const path = SCHEDULER_STATE;
  const file = collector.attempt(path, false, () => collector.fs.readWhole(path, MAX_SCHEDULER_STATE_BYTES));
  if (file === undefined) return;
  collector.countFile(file.stat, true);
  const entries = file.content === undefined ? undefined : parseEntries(file.content);
  if (entries === undefined) collector.problem({ code: 'scheduler-state-malformed', path });
  for (const [key, entry] of Object.entries(entries ?? {})) {
    const { ExpiryData: expiresAt, EntryType: entryType } = entry as Record<string, unknown>;
    collector.add({
      fact: 'scheduler',
      key,
      expiresAt: typeof expiresAt === 'string' ? expiresAt : '',
      entryType: typeof entryType === 'number' ? entryType : -1,
    });
  }
}

/** The file is an object keyed by `<repository>@<digest>` (distribution, registry/proxy/scheduler). */
function parseEntries(content: Buffer): Record<string, object> | undefined {
  try {
    const value: unknown = JSON.parse(content.toString());
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value).filter(([, entry]) => typeof entry === 'object' && entry !== null);
    return Object.fromEntries(entries) as Record<string, object>;
  } catch {
    return undefined;
  }
}
