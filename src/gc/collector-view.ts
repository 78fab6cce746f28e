import type { Freed, SharedFiles } from '../graph/shared-files.ts';
import { digestText } from '../inventory/format/digest-column.ts';
import { BLOB_STATES, type BlobState, IS_NOT_TAGGED } from '../inventory/format/schema.ts';
import { type LoadedBlob, loadBlobs } from '../inventory/read/load-blobs.ts';
import { loadSharedFiles } from '../inventory/read/load-shared-files.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import type { Abort } from './abort.ts';
import type { BlobSet } from './blob-set.ts';
import {
  loadDamagedHistory,
  loadHighestBlob,
  loadObstacles,
  loadPresence,
  loadRepositories,
} from './load-collector-view.ts';
import { loadWalkOrder } from './load-links.ts';
import { codeOfFaults } from './manifest-faults.ts';
import { ManifestTable } from './manifest-table.ts';
import type { RegistryFamily } from './registry-version.ts';
import type { RemedyCode } from './remedies.ts';
import type { RepositoryLinks, WalkOrder } from './repository-links.ts';
import type { RepositoryTags } from './repository-tags.ts';
import { UnreadPaths } from './unread-paths.ts';
import { treeAborts } from './walk-aborts.ts';

/** A link file as a collector meets it. */
export interface CollectorLink {
  /** Relative to the volume's root. */
  readonly path: string;
  /** The digest it says, as a blob id; undefined where it says none. */
  readonly target: number | undefined;
  /** The blob id of the directory it stands in; undefined where it stands elsewhere. */
  readonly directory: number | undefined;
  /** What stands in it, where that is no digest. */
  readonly content: Buffer | undefined;
}

/** An entry of a repository's `tags/`. */
export interface CollectorTag {
  readonly name: string;
  /** True for a symlink that leads nowhere, too: a registry finds no link there. */
  readonly isDirectory: boolean;
  readonly target: number | undefined;
  /** What `current/link` says, where that is no digest; undefined where there is none. */
  readonly content: Buffer | undefined;
  readonly history: ReadonlySet<number>;
  /** The newest of its history: what it pointed to before its link was damaged. */
  readonly lastTarget: number | undefined;
}

/** A repository as a collector meets it. */
export interface CollectorRepository {
  readonly name: string;
  /** False where the name is no UTF-8, which no grammar allows. */
  readonly isText: boolean;
  readonly layers: string;
  readonly manifests: string;
  readonly uploads: string;
  readonly revisionsDirectory: string;
  readonly tagsDirectory: string;
  readonly revisions: RepositoryLinks;
  readonly layerLinks: RepositoryLinks;
  readonly tags: RepositoryTags;
}

/** What is said of a blob. */
type BlobDetails = Pick<LoadedBlob, 'digest' | 'bytes' | 'modifiedAt'>;

/** Of a blob of which a damaged inventory has no row. */
const NO_ROW: BlobDetails = { digest: '', bytes: 0, modifiedAt: 0 };

/** All of an inventory that a collector would look at, loaded at once. */
export class CollectorView {
  readonly repositories: readonly CollectorRepository[];
  /** Which blobs are names of one file. */
  readonly files: SharedFiles;
  /** Paths of links in tags' histories that say something else than the directory they stand in. */
  readonly damagedHistory: ReadonlySet<string>;
  /** What ends a collection on its way to the repositories. */
  readonly treeAborts: readonly Abort[];
  /** The highest blob id. */
  readonly highestBlob: number;
  readonly #manifests: ManifestTable;
  readonly #inventory: Inventory;
  #order: WalkOrder | undefined;
  #isOrderVisible: boolean | undefined;
  readonly #isThere: Uint8Array;
  /** Those that were asked for: few are. */
  readonly #details = new Map<number, BlobDetails>();
  readonly #row;
  /** All blobs of this state and of lower ones are among them. */
  #learntState = -1;
  /** Manifests that are too large for a registry to read. */
  readonly #tooLarge: ReadonlySet<string>;
  readonly #obstacles: ReadonlySet<string>;
  readonly #unread: UnreadPaths;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#row = inventory.database.prepare<
      [number],
      Omit<BlobDetails, 'digest'> & { digest: Buffer | string }
    >(
      `SELECT digest, coalesce(bytes, 0) AS bytes, coalesce(modified_at, 0) AS modifiedAt FROM blob WHERE id = ?`,
    );
    this.files = loadSharedFiles(inventory.database);
    this.highestBlob = loadHighestBlob(inventory);
    this.#isThere = loadPresence(inventory, this.highestBlob);
    this.#manifests = new ManifestTable(inventory, this.highestBlob);
    this.repositories = loadRepositories(inventory, {
      digestOf: (blob) => this.digestOf(blob),
      walkOrder: () => this.#walkOrder(),
    });
    this.#tooLarge = new Set(
      inventory.database
        .prepare<[], string>(`SELECT digest FROM problem WHERE code = 'manifest-too-large'`)
        .pluck()
        .all(),
    );
    this.#obstacles = loadObstacles(inventory);
    this.#unread = new UnreadPaths(inventory);
    this.damagedHistory = loadDamagedHistory(inventory);
    this.treeAborts = treeAborts(inventory);
  }

  /**
   * The order of links shows in nothing but the order of aborts, and in what is marked where a link says another digest
   * than its directory: a healthy volume can do without it.
   */
  #walkOrder(): WalkOrder | undefined {
    this.#isOrderVisible ??= this.hasObstacles || this.repositories.some((each) => this.#isOdd(each));
    if (this.#isOrderVisible) this.#order ??= loadWalkOrder(this.#inventory, this.highestBlob);
    return this.#order;
  }

  #isOdd({ revisions, layerLinks }: CollectorRepository): boolean {
    if (!revisions.isPlain || !layerLinks.isPlain) return true;
    return revisions.directories.some((blob) => this.isPresent(blob) && this.#manifests.isRefused(blob));
  }

  /** False on a healthy volume: then there is no need to spell out a path to ask for one. */
  get hasObstacles(): boolean {
    return this.#obstacles.size > 0;
  }

  /** What keeps a registry from opening a file: a plain file in place of a directory, or the reverse. */
  obstacle(path: string): string | undefined {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end);
      if (this.#obstacles.has(above)) return above;
    }
    return undefined;
  }

  isPresent(blob: number): boolean {
    return this.#isThere[blob] === 1;
  }

  /** 0 for a blob that is not there. */
  bytesOf(blob: number): number {
    return this.#detailsOf(blob).bytes;
  }

  /** What becomes free of `blobs`, some or all of those that go. */
  freedOf(blobs: Iterable<number>, going: BlobSet): Freed {
    return this.files.freed(
      blobs,
      (blob) => this.bytesOf(blob),
      (blob) => going.has(blob),
    );
  }

  digestOf(blob: number): string {
    return this.#detailsOf(blob).digest;
  }

  /** In microseconds; 0 for a blob that is not there. */
  modifiedAtOf(blob: number): number {
    return this.#detailsOf(blob).modifiedAt;
  }

  /** Reads the details of many blobs at once; `mostly` is the state of blobs that most of them have, or a lower one. */
  learn(blobs: readonly number[], mostly: Exclude<BlobState, 'tagged'>): void {
    const { database } = this.#inventory;
    const state = BLOB_STATES.indexOf(mostly);
    // An index has garbage together, in a third of the time.
    if (state > this.#learntState) {
      const unlearnt = `${IS_NOT_TAGGED} AND state > ? AND state <= ?`;
      this.#keep(loadBlobs(database, unlearnt, this.#learntState, state));
      this.#learntState = state;
    }
    const others = blobs.filter((blob) => !this.#details.has(blob));
    if (others.length === 0) return;
    this.#keep(loadBlobs(database, 'id IN (SELECT value FROM json_each(?))', JSON.stringify(others)));
  }

  #keep(blobs: Iterable<LoadedBlob>): void {
    for (const blob of blobs) this.#details.set(blob.id, blob);
  }

  #detailsOf(blob: number): BlobDetails {
    const known = this.#details.get(blob);
    if (known !== undefined) return known;
    const row = this.#row.get(blob);
    const details = row === undefined ? NO_ROW : { ...row, digest: digestText(row.digest) };
    this.#details.set(blob, details);
    return details;
  }

  /** Why a family does not read a blob as a manifest; null where it does. */
  manifestFault(blob: number, family: RegistryFamily): string | null {
    if (this.#manifests.has(blob)) return this.#manifests.faultOf(blob, family);
    // What was not read is none, because nothing says that it is one.
    return this.#isTooLarge(blob) ? 'storage: read exceeds limit' : 'it is no manifest';
  }

  #isTooLarge(blob: number): boolean {
    return this.#tooLarge.size > 0 && this.#tooLarge.has(this.digestOf(blob));
  }

  /** What kind of fault it is. */
  manifestFaultCode(blob: number): RemedyCode {
    const faults = this.#manifests.faultsOf(blob);
    if (faults === undefined) return this.#isTooLarge(blob) ? 'manifest-too-large' : 'manifest-unparsable';
    return this.bytesOf(blob) === 0 ? 'blob-empty' : codeOfFaults(faults);
  }

  /** True where the scan could not read something of a repository: what can be pulled from it is not known then. */
  isUnreadWithin({ name }: CollectorRepository): boolean {
    return !this.#unread.isEmpty && this.#unread.isWithin(`${REPOSITORIES}/${name}`);
  }

  /** True for what may be a manifest: the scan could not read it. */
  isUnread(blob: number): boolean {
    if (this.#unread.isEmpty || this.#manifests.has(blob)) return false;
    return this.#unread.hasBlob(this.digestOf(blob));
  }

  isIndex(blob: number): boolean {
    return this.#manifests.isIndex(blob);
  }

  /** What a manifest refers to, in its order; nothing for what is no manifest. */
  referencesOf(blob: number): Int32Array {
    return this.#manifests.referencesOf(blob);
  }

  /** Calls `visit` for what a manifest refers to, in its order: cheaper than the list where it is asked of all. */
  forEachReference(blob: number, visit: (reference: number) => void): void {
    this.#manifests.forEachReference(blob, visit);
  }

  /** Adds to `blobs` every manifest that refers to one of them, and those that refer to these, and so on. */
  addReferrers(blobs: BlobSet): void {
    this.#manifests.addReferrers(blobs);
  }

  /** Calls `visit` for what a manifest refers to and a registry is to keep: foreign layers lie elsewhere. */
  forEachOwnReference(blob: number, visit: (reference: number) => void): void {
    this.#manifests.forEachOwn(blob, visit);
  }
}
