import type { HardLinkedFile, ProblemCode, StrayFact } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { type FileStat, identityOf } from '../../volume/file-stat.ts';
import type { ScanDoubt } from '../doubts/doubt.ts';
import type { Gatherer } from '../gatherer.ts';
import { LayoutDirectories } from './layout-directories.ts';

/** Name of a file that a registry 3.1 or later was writing when it died: `<name>.<uuid>.tmp`. */
const LEFTOVER = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$|^\.nfs[0-9a-f]+$/i;
/** Files of a stray directory that are told on their own, because collectors read them wherever they stand. */
interface ToldApart {
  readonly name: 'data' | 'link';
  readonly tell: (path: ByteString) => void;
}

/** Options of {@link readStray}. */
interface StrayOptions {
  /** False below a symlink to another place of the volume. */
  readonly isCounted?: boolean;
  readonly code?: ProblemCode;
  readonly apart?: ToldApart;
}

/**
 * Reads what has no place in the layout: a file, or a directory with everything in it, as one row.
 * A file written lately may be a write in progress, so it waits for the second look.
 */
export function readStray(gatherer: Gatherer, path: ByteString, options: StrayOptions = {}): void {
  const stat = gatherer.lookAtNamed(path, 'bytes');
  if (stat === undefined) return;
  // Behind a symlink to another place of the volume: its files count there.
  const sum = new StraySum(gatherer, (options.isCounted ?? true) && stat.symlink !== 'inside');
  const directory = { path, isSymlinked: stat.symlink !== undefined, apart: options.apart };
  const toldApart = stat.kind === 'directory' ? sumDirectory(gatherer, directory, sum) : 0;
  if (stat.kind !== 'directory') sum.add(stat);
  if (sum.files === 0 && toldApart > 0) return;
  gatherer.doubt(doubtOf(path, stat, sum, options));
}

function doubtOf(path: ByteString, stat: FileStat, sum: StraySum, options: StrayOptions): ScanDoubt {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const modifiedAt = Math.max(sum.newest, stat.modifiedAt);
  const fact: StrayFact = {
    fact: 'stray',
    path,
    kind: stat.kind,
    files: sum.files,
    bytes: sum.bytes,
    allocatedBytes: sum.allocatedBytes,
    modifiedAt,
  };
  // Only a file is taken for what its name says.
  const named = stat.kind === 'file' ? options.code : undefined;
  const code = named ?? strayCode(name);
  return {
    look: {
      of: 'stray',
      path,
      isCounted: options.isCounted ?? true,
      ...(options.code !== undefined && { code: options.code }),
      ...(options.apart !== undefined && { apart: options.apart.name }),
    },
    facts: [fact, { fact: 'problem', code, path }, sum.filesFact()],
    modifiedAt,
    evidence: `${stat.inode}:${sum.files}:${sum.bytes}:${modifiedAt}`,
  };
}

/** What something that is no part of the layout is, by its name. */
export function strayCode(name: ByteString): 'leftover' | 'stray' {
  return LEFTOVER.test(name) ? 'leftover' : 'stray';
}

/** A directory that is stray. */
interface StrayDirectory {
  readonly path: ByteString;
  readonly isSymlinked: boolean;
  readonly apart: ToldApart | undefined;
}

/** Adds up a directory; returns how many files were told apart. */
function sumDirectory(
  gatherer: Gatherer,
  { path: top, isSymlinked, apart }: StrayDirectory,
  sum: StraySum,
): number {
  const pending = [top];
  let toldApart = 0;
  const layout = LayoutDirectories.of(gatherer);
  const isOfLayout = (path: ByteString) =>
    (layout.isAnyMoved || isSymlinked) && layout.has(gatherer.look(path, 'bytes'));
  // What belongs to the layout is counted there.
  if (isOfLayout(top)) return 0;
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const here = directory;
    const below: ByteString[] = [];
    gatherer.forEach(here, 'bytes', (entry) => {
      const path = `${here}/${entry.name}`;
      if (entry.name === apart?.name && entry.kind === 'file') {
        toldApart++;
        apart.tell(path);
        return;
      }
      if (entry.kind === 'directory') {
        if (entry.symlink === undefined && !isOfLayout(path)) below.push(path);
        return;
      }
      const stat = gatherer.lookAtNamed(path, 'bytes');
      if (stat !== undefined) sum.add(stat);
    });
    for (const path of below.sort()) pending.push(path);
  }
  return toldApart;
}

/** Of so many files of a stray it is remembered which they are. */
const REMEMBERED_FILES = 10_000;

/** Adds up a stray's files; hard links are left to the accounts. */
class StraySum {
  readonly #gatherer: Gatherer;
  readonly #isCounted: boolean;
  readonly #hardLinked: HardLinkedFile[] = [];
  files = 0;
  bytes = 0;
  allocatedBytes = 0;
  newest = 0;

  constructor(gatherer: Gatherer, isCounted: boolean) {
    this.#gatherer = gatherer;
    this.#isCounted = isCounted;
  }

  add(stat: FileStat): void {
    // A symlink to another place of the volume: its file counts there.
    if (stat.kind !== 'file' || stat.symlink === 'inside') return;
    this.#gatherer.see(stat.modifiedAt);
    this.files++;
    this.bytes += stat.bytes;
    this.allocatedBytes += stat.allocatedBytes;
    this.newest = Math.max(this.newest, stat.modifiedAt);
    // A blob that is reached by a symlink may have its real place here.
    if (stat.hardLinks > 1 || this.files <= REMEMBERED_FILES) {
      this.#hardLinked.push({ file: identityOf(stat), bytes: stat.bytes });
    }
  }

  filesFact() {
    const counts = this.#isCounted ? { files: this.files, bytes: this.bytes } : { files: 0, bytes: 0 };
    return { fact: 'files', ...counts, hardLinked: this.#isCounted ? this.#hardLinked : [] } as const;
  }
}
