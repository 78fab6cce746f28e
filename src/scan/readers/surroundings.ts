import type { EntryKind } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import {
  BLOBS,
  GITLAB_DATABASE_LOCK,
  GITLAB_FILESYSTEM_LOCK,
  GITLAB_LOCKS,
  REPOSITORIES,
  SCHEDULER_STATE,
  V2,
} from '../../registry/layout.ts';
import { type Gatherer, UNREAD } from '../gatherer.ts';
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
export function readSurroundings(gatherer: Gatherer): void {
  for (const directory of ['', 'docker', 'docker/registry', V2]) {
    for (const { name } of gatherer.list(directory, 'references')) {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (CACHE_STATE.test(path)) gatherer.add({ fact: 'cache-state' });
      if (!EXPECTED.has(path)) readAround(gatherer, path);
    }
  }
  readSchedulerState(gatherer);
  for (const path of [BLOBS, REPOSITORIES]) checkDirectory(gatherer, path);
}

function readAround(gatherer: Gatherer, path: ByteString): void {
  if (path !== GITLAB_LOCKS) return readStray(gatherer, path);
  const stat = gatherer.look(path, 'references');
  if (stat?.kind !== 'directory') return readStray(gatherer, path);
  for (const { name, kind } of gatherer.list(path, 'references')) readLock(gatherer, `${path}/${name}`, kind);
}

function readLock(gatherer: Gatherer, path: ByteString, kind: EntryKind): void {
  // GitLab keeps tags and manifests in its database then: what the volume says of them is stale.
  if (path === GITLAB_DATABASE_LOCK)
    gatherer.problem({ code: 'metadata-elsewhere', path, hidesReferences: true });
  if (!LOCKS.has(path) || kind !== 'file') return readStray(gatherer, path);
  const stat = gatherer.lookAtNamed(path, 'bytes');
  if (stat !== undefined) gatherer.countFile(stat, true);
}

function checkDirectory(gatherer: Gatherer, path: ByteString): void {
  const stat = gatherer.tryTo(path, 'references', () => gatherer.named(path, () => gatherer.fs.look(path)));
  if (stat === UNREAD) return;
  if (stat === undefined) gatherer.problem({ code: 'missing-directory', path });
  else if (stat.kind === 'file' || stat.kind === 'other') readStray(gatherer, path);
}

function readSchedulerState(gatherer: Gatherer): void {
  const path = SCHEDULER_STATE;
  const file = gatherer.attempt(path, 'bytes', () =>
    gatherer.named(path, () => gatherer.fs.readWhole(path, MAX_SCHEDULER_STATE_BYTES)),
  );
  if (file === undefined) return;
  gatherer.countFile(file.stat, true);
  const entries = file.content === undefined ? undefined : parseEntries(file.content);
  if (entries === undefined) gatherer.problem({ code: 'scheduler-state-malformed', path });
  for (const [key, entry] of Object.entries(entries ?? {})) {
    const { ExpiryData: expiresAt, EntryType: entryType } = entry as Record<string, unknown>;
    gatherer.add({
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
