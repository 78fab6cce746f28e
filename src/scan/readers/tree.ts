import type { Presence } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import type { Entry } from '../../volume/file-stat.ts';
import type { Batch } from '../batch.ts';
import type { Gatherer } from '../gatherer.ts';
import type { FoundRepository, TreeDirectory } from './found.ts';
import { LayoutDirectories } from './layout-directories.ts';
import { readStray } from './strays.ts';

/** Where the walk begins. */
export const TREE_ROOT: TreeDirectory = { name: '', isCounted: true };

/** Symlinks to each other multiply the ways through them; beyond so many in a row nobody means it. */
const MOST_CROSSINGS = 1;

const PARTS: ReadonlySet<ByteString> = new Set(['_layers', '_manifests', '_uploads']);

/**
 * Looks one level into directories under `repositories/`: a directory is a repository when it holds `_layers`
 * (2.x asks for that), `_manifests` (3.x does) or `_uploads`; what does not begin with `_` may lead to more.
 */
export function readTree(gatherer: Gatherer, directories: readonly TreeDirectory[]): Batch['found'] {
  const found = { directories: [] as TreeDirectory[], repositories: [] as FoundRepository[] };
  for (const directory of directories) {
    const entries = gatherer.list(pathOf(directory.name), 'references');
    for (const entry of entries) {
      if (PARTS.has(entry.name)) continue;
      readTreeEntry(gatherer, directory, entry, found.directories);
    }
    const repository = asRepository(directory, entries);
    if (repository !== undefined) found.repositories.push(repository);
  }
  return found;
}

function readTreeEntry(gatherer: Gatherer, parent: TreeDirectory, entry: Entry, into: TreeDirectory[]): void {
  const name = parent.name === '' ? entry.name : `${parent.name}/${entry.name}`;
  const path = pathOf(name);
  const crossings = (parent.crossings ?? 0) + (entry.symlink === 'inside' ? 1 : 0);
  const isCounted = crossings === 0;
  const isDirectory = entry.kind === 'directory' && !entry.name.startsWith('_');
  if (!isDirectory) {
    if (entry.kind === 'file' || entry.kind === 'directory' || entry.kind === 'other') {
      readStray(gatherer, path, { isCounted });
    }
  } else if (crossings > MOST_CROSSINGS || (entry.symlink !== undefined && leadsToAncestor(gatherer, path))) {
    gatherer.problem({ code: 'symlink-loop', path });
  } else if (!isOfLayout(gatherer, path)) {
    into.push({ name, isCounted, crossings });
  }
}

/** The repository that a directory is by what stands in it; undefined where it is none. */
export function asRepository(
  directory: TreeDirectory,
  entries: readonly Entry[],
): FoundRepository | undefined {
  if (directory.name === '') return undefined;
  const presence = (name: string) => presenceOf(entries.find((entry) => entry.name === name));
  const parts = {
    layers: presence('_layers'),
    manifests: presence('_manifests'),
    uploads: presence('_uploads'),
  };
  const isRepository = Object.values(parts).some((part) => part !== 'absent');
  const aliased = entries.filter(({ name, symlink }) => symlink === 'inside' && PARTS.has(name));
  const names = aliased.map(({ name }) => name);
  return isRepository ? { ...directory, ...parts, ...(names.length > 0 && { aliased: names }) } : undefined;
}

/** How an entry that a repository should have is there; a dangling symlink is not, as the registry sees it. */
export function presenceOf(entry: Entry | undefined): Presence {
  if (entry === undefined || entry.kind === 'dangling') return 'absent';
  return entry.kind === 'directory' ? 'directory' : entry.kind === 'not-followed' ? 'unreadable' : 'file';
}

/** True where a directory of the layout was moved to under `repositories/`: it is read by the layout's way. */
function isOfLayout(gatherer: Gatherer, path: ByteString): boolean {
  const layout = LayoutDirectories.of(gatherer);
  return layout.isAnyMoved && layout.has(gatherer.lookAtNamed(path, 'references'));
}

/** Only a symlink can lead back up; a loop is known by device and inode, whatever names it goes by. */
function leadsToAncestor(gatherer: Gatherer, path: ByteString): boolean {
  const target = gatherer.lookAtNamed(path, 'references');
  for (let up = path.lastIndexOf('/'); up > 0; up = path.lastIndexOf('/', up - 1)) {
    const ancestor = gatherer.attempt(path, 'references', () => gatherer.fs.look(path.slice(0, up)));
    if (ancestor?.inode === target?.inode && ancestor?.device === target?.device) return true;
  }
  return false;
}

function pathOf(name: ByteString): ByteString {
  return name === '' ? REPOSITORIES : `${REPOSITORIES}/${name}`;
}
