import type { DigestList } from '../registry/digest-list.ts';
import type { WantedManifests } from './asked.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { Fact } from './told.ts';

/** What a source tells at a time. */
export interface Told {
  readonly facts: readonly Fact[];
  readonly doubts: readonly Doubt[];
  /** The newest time met, in microseconds since 1970. */
  readonly newest: number;
  /** At the end: in how many directories blobs came or went since the beginning. */
  readonly changedDirectories?: number;
}

/**
 * Something that looks damaged or half made. In a registry that is in use it may be a write in progress, so its facts
 * wait for the end, where the source looks at it again if it was touched lately.
 */
export interface Doubt {
  readonly facts: readonly Fact[];
  /** When it was touched last, in microseconds since 1970. */
  readonly modifiedAt: number;
}

/**
 * Where the facts of a volume come from. What it is asked for, it is asked in this order, which makes it safe in a
 * registry that is in use: blobs are told before anything that refers to them is read.
 */
export interface Source {
  /** In how many parts a question is to be asked at least, where there is so much to ask. */
  readonly leastParts: number;
  /** Every blob that is there; of what is as it was, only that, where `fingerprints` tell how it was. */
  blobs(fingerprints: Fingerprints | undefined): AsyncIterable<Told>;
  /** Everything else but manifests, likewise: repositories with their links and uploads, and what lies around. */
  repositories(fingerprints: Fingerprints | undefined): AsyncIterable<Told>;
  /** The manifests asked for. */
  manifests(wanted: Iterable<WantedManifests>): AsyncIterable<Told>;
  /** The configs of images asked for. */
  configs(lists: readonly DigestList[]): AsyncIterable<Told>;
  /** Blobs asked for one by one: something refers to them, and they may have come since all were told. */
  namedBlobs(lists: readonly DigestList[]): AsyncIterable<Told>;
  /** Looks again at doubts of its own, and tells what is true of them now. */
  confirm(doubts: readonly Doubt[]): AsyncIterable<readonly Fact[]>;
  /** Tells, when all else is told, what shows that it was not one and the same volume all the time. */
  end(): AsyncIterable<Told>;
  /** Since when times of files are not trusted, in microseconds since 1970 like `scannedAt` and `newestAt`. */
  trustedBefore(scannedAt: number, newestAt: number, granularityMs: number): number;
  /** How much room there is where the blobs are; undefined where that cannot be told. */
  space(): FileSystemSpace | undefined;
  close(): Promise<void>;
}

/** The file system that holds the blobs, in bytes. */
export interface FileSystemSpace {
  readonly bytes: number;
  /** What an ordinary user may still fill: less than what is free, where some is kept for root. */
  readonly availableBytes: number;
}
