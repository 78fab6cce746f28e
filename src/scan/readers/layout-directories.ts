import type { ByteString } from '../../registry/byte-string.ts';
import { BLOBS, REPOSITORIES, V2 } from '../../registry/layout.ts';
import { type Entry, type FileStat, identityOf } from '../../volume/file-stat.ts';
import { listNamed } from '../../volume/listed.ts';
import type { VolumeFs } from '../../volume/volume-fs.ts';
import type { Gatherer } from '../gatherer.ts';

/** The directories of the layout, from the outer to the inner. */
const DIRECTORIES = ['docker', 'docker/registry', V2, BLOBS, REPOSITORIES];

const known = new WeakMap<VolumeFs, LayoutDirectories>();

/**
 * The layout's own directories, by device and inode. Where one is a symlink, its files lie in another place too, and a
 * scan would meet them a second time there: they count by the layout's way, which is the registry's.
 */
export class LayoutDirectories {
  readonly #identities = new Set<string>();
  /** True where one of them is reached by a symlink. */
  isAnyMoved = false;

  /** Of the volume that is being read: looked for once a thread. */
  static of(gatherer: Gatherer): LayoutDirectories {
    const found = known.get(gatherer.fs) ?? new LayoutDirectories(gatherer);
    known.set(gatherer.fs, found);
    return found;
  }

  constructor(gatherer: Gatherer) {
    for (const path of DIRECTORIES) this.#add(gatherer, path);
    for (const algorithm of this.#addSymlinked(gatherer, BLOBS)) this.#addSymlinked(gatherer, algorithm);
  }

  /** True for one of them, by whatever way it was reached. */
  has(stat: FileStat | undefined): boolean {
    return stat?.kind === 'directory' && this.#identities.has(identityOf(stat));
  }

  #add(gatherer: Gatherer, path: ByteString): void {
    const stat = gatherer.lookAtNamed(path, 'references');
    if (stat?.kind !== 'directory') return;
    this.#identities.add(identityOf(stat));
    if (stat.symlink !== undefined) this.isAnyMoved = true;
  }

  /** Adds what symlinks in a directory lead to; gives the paths of all directories in it. */
  #addSymlinked(gatherer: Gatherer, directory: ByteString): ByteString[] {
    const entries = gatherer.attempt(directory, 'references', () =>
      listNamed(gatherer.fs, directory, () => gatherer.fs.list(directory)),
    );
    const directories = (entries ?? []).filter(({ kind }) => kind === 'directory');
    const pathOf = ({ name }: Entry) => `${directory}/${name}`;
    for (const entry of directories) if (entry.symlink !== undefined) this.#add(gatherer, pathOf(entry));
    return directories.map(pathOf);
  }
}
