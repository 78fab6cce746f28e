import type { Doubt, ProblemCode, StrayFact } from '../facts.ts';
import type { ByteString } from '../registry/byte-string.ts';
import type { Collector } from './collector.ts';
import type { Entry, FileStat } from './volume-fs.ts';

/** Name of a file that a registry 3.1 or later was writing when it died: `<name>.<uuid>.tmp`. */
const LEFTOVER = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$|^\.nfs[0-9a-f]+$/i;
/** An entry of a stray directory that is told on its own, because collectors walk to it wherever it stands. */
type Watched = (path: ByteString, entry: Entry) => boolean;

/** Options of {@link readStray}. */
interface StrayOptions {
  /** False below a symlink to another place of the volume. */
  readonly isCounted?: boolean;
  readonly code?: ProblemCode;
  /** Takes an entry out of the stray's sum and tells of it elsewhere, when it returns true. */
  readonly watch?: Watched;
}

/**
 * Reads what has no place in the layout: a file, or a directory with everything in it, as one row.
 * A file written lately may be a write in progress, so it waits for the second look.
 */
export function readStray(collector: Collector, path: ByteString, options: StrayOptions = {}): void {
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (stat === undefined) return;
  const sum = new StraySum(collector, options.isCounted ?? true);
  let toldElsewhere = 0;
  const watch: Watched = (at, entry) => {
    const isTaken = options.watch?.(at, entry) ?? false;
    if (isTaken) toldElsewhere++;
    return isTaken;
  };
  if (stat.kind === 'directory') walk(collector, path, sum, watch);
  else sum.add(stat);
  if (sum.files === 0 && toldElsewhere > 0) return;
  collector.doubt(doubtOf(path, stat, sum, options));
}

function doubtOf(path: ByteString, stat: FileStat, sum: StraySum, options: StrayOptions): Doubt {
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
  const code = options.code ?? (LEFTOVER.test(name) ? 'leftover' : 'stray');
  return {
    look: { of: 'stray', path, isCounted: options.isCounted ?? true },
    facts: [fact, { fact: 'problem', code, path }, sum.filesFact()],
    modifiedAt,
    evidence: `${stat.inode}:${sum.files}:${sum.bytes}:${modifiedAt}`,
  };
}

function walk(collector: Collector, top: ByteString, sum: StraySum, watch: Watched): void {
  const pending = [top];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const here = directory;
    collector.forEach(here, false, (entry) => {
      const path = `${here}/${entry.name}`;
      if (watch(path, entry)) return;
      if (entry.kind === 'directory') {
        if (entry.symlink === undefined) pending.push(path);
        return;
      }
      const stat = collector.attempt(path, false, () => collector.fs.look(path));
      if (stat !== undefined) sum.add(stat);
    });
  }
}

/** Adds up a stray's files; hard links are left to the accounts. */
class StraySum {
  readonly #collector: Collector;
  readonly #isCounted: boolean;
  readonly #hardLinked: Array<{ file: string; bytes: number; isUpload: false }> = [];
  files = 0;
  bytes = 0;
  allocatedBytes = 0;
  newest = 0;

  constructor(collector: Collector, isCounted: boolean) {
    this.#collector = collector;
    this.#isCounted = isCounted;
  }

  add(stat: FileStat): void {
    // A symlink to another place of the volume: its file counts there.
    if (stat.kind !== 'file' || stat.symlink === 'inside') return;
    this.#collector.see(stat.modifiedAt);
    this.files++;
    this.bytes += stat.bytes;
    this.allocatedBytes += stat.allocatedBytes;
    this.newest = Math.max(this.newest, stat.modifiedAt);
    if (stat.hardLinks > 1) {
      this.#hardLinked.push({ file: `${stat.device}:${stat.inode}`, bytes: stat.bytes, isUpload: false });
    }
  }

  filesFact() {
    const counts = this.#isCounted ? { files: this.files, bytes: this.bytes } : { files: 0, bytes: 0 };
    return { fact: 'files', ...counts, hardLinked: this.#isCounted ? this.#hardLinked : [] } as const;
  }
}
