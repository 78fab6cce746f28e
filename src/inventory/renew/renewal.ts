import type { Fingerprints, Seen } from '../../facts/fingerprints.ts';
import type { SamePrefixFact } from '../../facts/told.ts';
import type { Graph } from '../../graph/graph.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { DigestTable } from '../ids/digest-table.ts';
import type { LastBlobs } from './last-blobs.ts';

/**
 * What an inventory that is being written takes over from the last one: nothing (`FreshInventory`), or all that the
 * scan does not tell anew (`RenewedInventory`).
 */
export interface Renewal {
  /** What the scan need not read again. */
  readonly fingerprints: Fingerprints | undefined;
  readonly taken: TakenIds;
  /** The rows of blobs that are there already. */
  readonly blobs: LastBlobs;

  /** Blobs are about to be told, and will be compared with those of the last inventory. */
  expectBlobs(): void;
  /** Notes that something was told which the last inventory does not have. */
  noteChange(): void;
  /** Keeps a directory of blobs that was told to be the same; gives what the next scan compares of it. */
  keepPrefix(fact: SamePrefixFact): Seen;
  /** Drops the blobs that were not told, when all were. */
  dropUntoldBlobs(): void;

  /** The id of a repository that is the same. */
  keepRepository(name: ByteString): number;
  /** Drops the rows of a repository that was read anew, and gives its id; undefined where it had none. */
  replaceRepository(name: ByteString): number | undefined;
  /** Drops the repositories that were not told, when all were. */
  dropUntoldRepositories(): void;

  /** Asks for the manifests that kept tags and revisions lead to, as if they were new, once something has changed. */
  wantRoots(): void;
  /** True where a manifest need not be read; what it leads to is asked for then, as if it had been. */
  keepManifest(manifest: number): boolean;
  /** Drops the rows of a manifest that is read anew. */
  dropManifest(manifest: number): void;
  /** Drops the manifests that nothing leads to any more. */
  dropUnaskedManifests(): void;

  /** True where the config of an image need not be read, because its row is still true. */
  keepConfig(config: number): boolean;
  /** Drops the row of a config that is read anew. */
  dropConfig(config: number): void;
  /** Drops the configs that no manifest names any more, and the lines of history that none has. */
  dropUnaskedConfigs(): void;
  /** The lines of history that there are, by their sha256. */
  historyLines(): DigestTable;

  /** The sums of the last inventory, where they are true of this one because nothing has changed. */
  unchangedSums(): Sums | undefined;
  /** Drops the digests and media types that no row mentions any more. */
  dropUnmentioned(graph: Graph): void;

  /** Makes the indexes that accounts are computed with. */
  indexTags(): void;
  /** Makes the indexes of blobs, and the views. */
  indexBlobs(): void;
}

/** Ids that are given already: the highest one, or all by name. */
export interface TakenIds {
  readonly tag: number;
  readonly repository: number;
  readonly mediaTypes: ReadonlyMap<string, number>;
}

/** What is known of all blobs together. */
export interface Sums {
  /** By state. */
  readonly stateBytes: readonly number[];
  /** False where a manifest may say another size of a blob than it has. */
  readonly doSizesAgree: boolean;
}
