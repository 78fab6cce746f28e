import type { Contents } from '../contents/contents.ts';
import { BlobSet } from '../graph/blob-set.ts';
import { readNumbers } from '../inventory/format/read-numbers.ts';
import { DigestTable } from '../inventory/ids/digest-table.ts';
import { digestFromBytes } from '../registry/digest.ts';
import { WrittenDigest } from './list/written-digest.ts';

/** A line that names no digest. */
export interface OddLine {
  /** Its number in the file, from 1. */
  readonly line: number;
  /** Its beginning. */
  readonly text: string;
}

/** Rows that were set aside by their status. */
export interface StatusCount {
  readonly status: string;
  readonly lines: number;
}

/** So many missing digests that the volume never mentions are remembered, in 100 bytes each, to count each once. */
export const REMEMBERED = 100_000;
/** What is shown of a line. */
const TEXT_CHARACTERS = 100;
/** A status is one of a few words: a file with more has something else in that column. */
const STATUSES = 20;

/** Holds a list against a volume, row by row, in memory that does not grow with the list. */
export class Matching {
  /** Present blobs that the list names. */
  readonly known: BlobSet;
  /** By blob: the size that the list says, where the blob has another. */
  readonly otherSizes = new Map<number, number>();
  /** Rows but for blank ones and comments. */
  lines = 0;
  /** Rows whose digest an earlier row named; of missing digests, as far as these are remembered. */
  repeated = 0;
  oddLines = 0;
  firstOdd: OddLine | undefined;
  missing = 0;
  /** Of these, layers that manifests say to fetch elsewhere. */
  foreign = 0;
  readonly #contents: Contents;
  readonly #digests = new DigestTable();
  readonly #highest: number;
  readonly #sizeOf: (blob: number) => number;
  readonly #foreign: ReadonlySet<number>;
  readonly #written = new WrittenDigest();
  readonly #mentioned: BlobSet;
  /** As texts, which are hashed as a whole: nobody knows what digests a list has. */
  readonly #strangers = new Set<string>();
  readonly #statuses = new Map<string, number>();
  readonly #onMissing: (digest: string) => void;

  /** `onMissing` is called with each missing digest when it is met. */
  constructor(contents: Contents, onMissing: (digest: string) => void = () => {}) {
    const { database } = contents.inventory;
    this.#contents = contents;
    this.#highest = contents.blobs.highest;
    this.#digests.restore(database, this.#highest);
    this.#sizeOf = contents.blobs.sized.bytesOf;
    this.known = new BlobSet(this.#highest);
    this.#mentioned = new BlobSet(this.#highest);
    const [foreign] = readNumbers(database, ['DISTINCT blob_id'], 'reference WHERE is_foreign = 1');
    this.#foreign = new Set(foreign);
    this.#onMissing = onMissing;
  }

  /** True where more is missing than is remembered, so that some may be counted more than once. */
  get mayRepeat(): boolean {
    return this.#strangers.size >= REMEMBERED;
  }

  /** Rows with another status than `none`, by status. */
  get setAside(): StatusCount[] {
    return [...this.#statuses].map(([status, lines]) => ({ status, lines }));
  }

  /** Takes a row of the list. */
  take(text: string, line: number, size?: string, status?: string): void {
    this.lines++;
    // Harbor's word for a blob that is not about to be deleted.
    if (status !== undefined && status !== 'none') return this.#setAside(status);
    if (!this.#written.parse(text)) return this.#takeOdd(text, line);
    const id = this.#digests.find(this.#written);
    const stored = id === undefined ? [] : this.#blobsOf(id);
    if (stored.length === 0) this.#takeMissing(id);
    else this.#takeKnown(stored, size);
  }

  /** The blobs of a digest, be they stored by another. */
  #blobsOf(id: number): readonly number[] {
    const { blobs, aliases } = this.#contents;
    if (blobs.isPresent(id)) return [id];
    return [...(aliases.get(id) ?? [])].filter((each) => blobs.isPresent(each));
  }

  #takeKnown(blobs: readonly number[], size: string | undefined): void {
    if (blobs.every((blob) => this.known.has(blob))) this.#repeat();
    const expected = size === undefined || !/^\d+$/.test(size) ? undefined : Number(size);
    for (const blob of blobs) {
      this.known.add(blob);
      if (expected !== undefined && expected !== this.#sizeOf(blob)) this.otherSizes.set(blob, expected);
    }
  }

  #takeMissing(id: number | undefined): void {
    if (id !== undefined) {
      if (this.#mentioned.has(id)) return this.#repeat();
      this.#mentioned.add(id);
      if (this.#foreign.has(id)) this.foreign++;
    } else {
      const { bytes, length } = this.#written;
      const key = bytes.toString('latin1', 0, length);
      if (this.#strangers.has(key)) return this.#repeat();
      if (!this.mayRepeat) this.#strangers.add(key);
    }
    this.missing++;
    this.#onMissing(digestFromBytes(this.#written.bytes.subarray(0, this.#written.length)));
  }

  #repeat(): void {
    this.repeated++;
  }

  #takeOdd(text: string, line: number): void {
    this.oddLines++;
    this.firstOdd ??= { line, text: text.slice(0, TEXT_CHARACTERS) };
  }

  #setAside(status: string): void {
    const known = this.#statuses.size < STATUSES || this.#statuses.has(status);
    const name = known ? status : 'other';
    this.#statuses.set(name, (this.#statuses.get(name) ?? 0) + 1);
  }
}
