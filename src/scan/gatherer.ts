import type { Seen, TagHistories } from '../facts/fingerprints.ts';
import type { Fact, FilesFact, HardLinkedFile, ProblemFact } from '../facts/told.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { type Entry, type FileStat, identityOf, type ReadFile } from '../volume/file-stat.ts';
import { joinPath } from '../volume/join-path.ts';
import { listNamed, unlessNamed } from '../volume/listed.ts';
import { errorCode } from '../volume/system-error.ts';
import type { VolumeFs } from '../volume/volume-fs.ts';
import type { Batch } from './batch.ts';
import { ByEntry } from './by-entry.ts';
import type { ScanDoubt } from './doubts/doubt.ts';
import { symlinkProblem } from './readers/symlink-problem.ts';
import type { Loss, ReadingRules } from './reading-rules.ts';
import { Fingerprint } from './rescan/fingerprint.ts';

/** In place of what could not be read, of which nobody may say that it is not there. */
export const UNREAD = Symbol('unread');

/** Facts of which a fingerprint holds everything. */
const SUMMED_UP = new Set<Fact['fact']>(['repository', 'tags', 'revisions', 'layer-links']);

/**
 * Gathers what one unit of work finds, and turns the errors of the file system into problems.
 *
 * A repository, or a directory of blobs, is *usual* where its fingerprint sums up all that is told of it; anything more
 * makes it unusual: a problem, a doubt, a stray, a symlink, a file with other names. What is unusual has no fingerprint,
 * and is read by every scan.
 */
export class Gatherer {
  readonly fs: VolumeFs;
  readonly rules: ReadingRules;
  readonly #facts: Fact[] = [];
  readonly #doubts: ScanDoubt[] = [];
  #hardLinked: HardLinkedFile[] = [];
  /** Of what was begun last. */
  seen = new Fingerprint();
  #isUsual = true;
  #files = 0;
  #bytes = 0;
  newest = 0;

  constructor(fs: VolumeFs, rules: ReadingRules) {
    this.fs = fs;
    this.rules = rules;
  }

  add(fact: Fact): void {
    if (!SUMMED_UP.has(fact.fact)) this.#isUsual = false;
    this.#facts.push(fact);
  }

  /** Begins a repository or a directory of blobs: what is seen and counted from here on is its own. */
  begin(): void {
    this.#addFiles();
    this.seen = new Fingerprint();
    this.#isUsual = true;
  }

  /** What a later scan compares of what was begun. */
  end(name: ByteString): Seen {
    const { value, newestAt } = this.seen;
    return { name, newestAt, fingerprint: this.#isUsual ? value : undefined };
  }

  /** Tells the files counted since the beginning of a repository to be its own. */
  addFilesOf(repository: Seen): void {
    this.#addFiles(repository);
  }

  /** Another one, that opens no link and whose facts nobody is told: for a fingerprint. */
  looking(histories: TagHistories): Gatherer {
    return new Gatherer(this.fs, { ...this.rules, onlyLooksAt: histories });
  }

  /** False where nobody is told of links. */
  get tellsLinks(): boolean {
    return this.rules.onlyLooksAt === undefined;
  }

  /** Says that what was begun is unusual, where nothing that is told shows it. */
  noteUnusual(): void {
    this.#isUsual = false;
  }

  problem(problem: Omit<ProblemFact, 'fact'>): void {
    this.add({ fact: 'problem', ...problem });
  }

  doubt(doubt: ScanDoubt): void {
    this.#isUsual = false;
    this.#doubts.push(doubt);
  }

  /** Remembers a time, so that the scan knows how new the volume's newest file is. */
  see(modifiedAt: number): void {
    this.newest = Math.max(this.newest, modifiedAt);
  }

  /** Counts the bytes of a file that is no blob's data; `isRemembered`, that a blob may be a symlink to it. */
  countFile(stat: FileStat, isRemembered = false): void {
    this.see(stat.modifiedAt);
    // The other place of a symlink inside the volume: the file counts where it really is.
    if (stat.symlink === 'inside') return;
    if (stat.hardLinks > 1) this.#isUsual = false;
    if (stat.hardLinks > 1 || isRemembered)
      this.#hardLinked.push({ file: identityOf(stat), bytes: stat.bytes });
    this.#files++;
    this.#bytes += stat.bytes;
  }

  /** The same of a path that a directory named a moment ago: see {@link unlessNamed}. */
  lookAtNamed(path: ByteString, loss: Loss): FileStat | undefined {
    return this.attempt(path, loss, () => this.named(path, () => this.fs.look(path)));
  }

  /** What an access finds at a path that a directory named a moment ago. */
  named<T>(path: ByteString, access: () => T | undefined): T | undefined {
    return unlessNamed(this.fs, path, access);
  }

  /** What is at `path`; undefined where nothing is, or where that cannot be told, which is a problem then. */
  look(path: ByteString, loss: Loss): FileStat | undefined {
    return this.attempt(path, loss, () => this.fs.look(path));
  }

  /** Runs an access to the volume. What cannot be read is a problem and yields undefined; the scan goes on. */
  attempt<T>(path: ByteString, loss: Loss, access: () => T): T | undefined {
    const result = this.tryTo(path, loss, access);
    return result === UNREAD ? undefined : result;
  }

  /** The same, for who must tell what is not there from what cannot be read: the latter yields {@link UNREAD}. */
  tryTo<T>(path: ByteString, loss: Loss, access: () => T): T | typeof UNREAD {
    try {
      return access();
    } catch (error) {
      const lost = { hidesReferences: loss === 'references' };
      this.problem({ code: 'unreadable', path, detail: errorCode(error), ...lost });
      return UNREAD;
    }
  }

  /**
   * A link file, as {@link VolumeFs.readLink}. Where links are only looked at, a file says what a `healthy` one says: what
   * is in it has not changed where its fingerprint has not, and was healthy where there is one.
   */
  readLink(path: ByteString, healthy: ByteString): ReadFile<ByteString> | undefined {
    if (this.tellsLinks) return this.fs.readLink(path);
    const stat = this.fs.look(path);
    return stat && { stat, content: stat.kind === 'file' ? healthy : undefined };
  }

  /** Entries of a directory that is listed whole; empty where it cannot be. */
  list(path: ByteString, loss: Loss): Entry[] {
    return this.tryToList(path, loss) ?? [];
  }

  /** The same, undefined where it cannot be listed. */
  tryToList(path: ByteString, loss: Loss): Entry[] | undefined {
    const entries = this.attempt(path, loss, () => listNamed(this.fs, path, () => this.fs.list(path)) ?? []);
    for (const entry of entries ?? []) this.noteSymlink(joinPath(path, entry.name), entry, loss);
    return entries;
  }

  /** Calls `visit` for each entry of a directory, in its own order; tells how many there were, and what is found by name. */
  forEach(path: ByteString, loss: Loss, visit: (entry: Entry) => void): number {
    const found = new ByEntry(this.#facts, this.#doubts);
    let entries = 0;
    this.attempt(path, loss, () => {
      for (const entry of listNamed(this.fs, path, () => this.fs.entries(path)) ?? []) {
        entries++;
        this.noteSymlink(joinPath(path, entry.name), entry, loss);
        visit(entry);
        found.take(entry.name);
      }
    });
    found.give();
    return entries;
  }

  /** Tells of what a symlink that was met leads to. */
  noteSymlink(path: ByteString, entry: Pick<Entry, 'kind' | 'symlink'>, loss: Loss): void {
    if (entry.symlink !== undefined) this.#isUsual = false;
    const problem = symlinkProblem(path, entry, loss);
    if (problem !== undefined) this.problem(problem);
  }

  /** What was found, ready to be sent. */
  finish(): Batch {
    this.#addFiles();
    return { facts: this.#facts, doubts: this.#doubts, newest: this.newest };
  }

  #addFiles(repository?: FilesFact['repository']): void {
    if (this.#files === 0 && this.#hardLinked.length === 0 && repository === undefined) return;
    const [files, bytes, hardLinked] = [this.#files, this.#bytes, this.#hardLinked];
    this.#facts.push({ fact: 'files', files, bytes, hardLinked, ...(repository && { repository }) });
    [this.#files, this.#bytes, this.#hardLinked] = [0, 0, []];
  }
}
