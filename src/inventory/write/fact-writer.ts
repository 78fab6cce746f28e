import type {
  Fact,
  FilesFact,
  LinksFact,
  OddLinkFact,
  ProblemFact,
  RepositoryFact,
  SamePrefixFact,
  UploadFact,
} from '../../facts/told.ts';
import { Graph } from '../../graph/graph.ts';
import { Mentions } from '../../graph/mentions.ts';
import { type ByteString, decodeName } from '../../registry/byte-string.ts';
import { DigestListReader, packDigests } from '../../registry/digest-list.ts';
import { isAlias } from '../../registry/link.ts';
import { parseUploadStart } from '../../registry/upload-start.ts';
import type { DigestTable } from '../ids/digest-table.ts';
import type { LastInventory } from '../renew/last-inventory.ts';
import { BlobWriter } from './blob-writer.ts';
import { FileTotals } from './file-totals.ts';
import { ManifestWriter } from './manifest-writer.ts';
import type { Rows } from './rows.ts';
import { type FindTag, TagWriter } from './tag-writer.ts';

/** The files of a repository that was read, and what a later scan compares. */
export interface ReadRepository {
  readonly otherFiles: number;
  readonly otherBytes: number;
  readonly fingerprint: number | undefined;
  readonly newestAt: number;
}

/**
 * Turns facts into rows, and keeps what the accounts need. Rows go out as facts come; blobs wait, because their state
 * is known at the end only.
 */
export class FactWriter {
  readonly mentions = new Mentions();
  readonly blobs = new BlobWriter(this.mentions);
  /** What manifests refer to. */
  readonly graph = new Graph();
  readonly files = new FileTotals();
  /** The repositories that were read, by id. */
  readonly read = new Map<number, ReadRepository>();
  /** The last inventory, where this one begins as a copy of it. */
  readonly last: LastInventory | undefined;
  hasCacheState = false;
  #isChanged: boolean;
  readonly #rows: Rows;
  readonly #repositoryIds = new Map<ByteString, number>();
  readonly #digests: DigestTable;
  readonly #manifests: ManifestWriter;
  #lastRepository: number;
  readonly #tags: TagWriter;
  #lastUpload = 0;

  /** The rows of `last` are there already. */
  constructor(rows: Rows, findTag: FindTag, last: LastInventory | undefined) {
    this.#rows = rows;
    this.#digests = this.blobs.store.digests;
    this.last = last;
    this.#isChanged = last === undefined;
    if (last?.isToBeReadAgain) this.#change();
    const mediaTypes = last?.mediaTypes ?? new Map();
    this.#manifests = new ManifestWriter(rows, this.blobs, this.mentions, this.graph, mediaTypes);
    this.#lastRepository = last?.highestRepository ?? 0;
    this.#tags = new TagWriter(rows, this.#digests, this.mentions, findTag, last?.highestTag ?? 0);
  }

  /** True once something was told that the last inventory does not have. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /** The highest repository id. */
  get repositories(): number {
    return this.#lastRepository;
  }

  add(fact: Fact): void {
    switch (fact.fact) {
      case 'blobs':
        this.#loadLast();
        if (this.blobs.add(fact)) this.#isChanged = true;
        return;
      case 'same-prefix':
        return this.#keepPrefix(fact);
      case 'blobs-listed':
        return this.#dropUntoldBlobs();
      case 'repository':
        return this.#addRepository(fact);
      case 'same-repository':
        this.#repositoryIds.set(fact.name, this.last?.keep(fact.name) as number);
        return;
      case 'repositories-listed':
        if (this.last?.dropUnseen()) this.#change();
        return;
      case 'revisions':
      case 'layer-links':
        return this.#addLinks(fact);
      case 'odd-link':
        return this.#addOddLink(fact);
      case 'tags':
        return this.#tags.add(this.#idOfRepository(fact), fact);
      case 'odd-tag':
        return this.#tags.addOdd(this.#idOfRepository(fact), fact);
      case 'tag-history':
        return this.#tags.addHistoryOf(this.#idOfRepository(fact), fact);
      case 'manifests':
        return this.#manifests.add(fact, this.last?.manifests);
      case 'upload':
        return this.#addUpload(fact);
      case 'files':
        return this.#addFiles(fact);
      case 'problem':
        return this.#addProblem(fact);
      case 'stray': {
        const { kind, files, bytes, allocatedBytes, modifiedAt } = fact;
        this.#rows.stray.add(decodeName(fact.path), kind, files, bytes, allocatedBytes, modifiedAt);
        return;
      }
      case 'cache-state':
        this.hasCacheState = true;
        return;
      case 'scheduler':
        this.#rows.scheduler_entry.add(fact.key, fact.expiresAt, fact.entryType);
    }
  }

  /** Something is not as the last inventory has it: then what it knows of blobs and manifests is needed. */
  #change(): void {
    this.#isChanged = true;
    this.#loadLast();
  }

  #loadLast(): void {
    this.last?.load(this.blobs, this.mentions, this.graph);
    if (this.last?.blobs?.areBelieved === false) this.#isChanged = true;
  }

  /** All of them were trusted, so each is older than what was not. */
  #keepPrefix(fact: SamePrefixFact): void {
    const { trust, scan } = this.last as LastInventory;
    const fingerprint = trust.prefixes.get(fact.path) as number;
    this.blobs.keepPrefix(fact, { name: fact.path, fingerprint, newestAt: scan.trusted_before - 1 });
  }

  /** As many as there were, all of them the same: so there are no others, and none went. */
  #dropUntoldBlobs(): void {
    if (this.last === undefined || this.blobs.sameBlobs === this.last.scan.blobs) return;
    this.#loadLast();
    if (this.last.blobs && this.blobs.dropUntold(this.last.blobs)) this.#isChanged = true;
  }

  #addRepository(fact: RepositoryFact): void {
    // On a second look it is told once more, with the parts that it lacked.
    const told = this.#repositoryIds.get(fact.name);
    const id = told ?? this.last?.replace(fact.name) ?? ++this.#lastRepository;
    this.#change();
    this.#repositoryIds.set(fact.name, id);
    const { layers, manifests, uploads, revisions, tags } = fact;
    this.#rows.repository.add(id, decodeName(fact.name), layers, manifests, uploads, revisions, tags);
  }

  #addLinks(fact: LinksFact): void {
    const repository = this.#idOfRepository(fact);
    const isRevision = fact.fact === 'revisions';
    const insert = isRevision ? this.#rows.revision : this.#rows.layer_link;
    const reader = new DigestListReader(fact.digests);
    for (let row = 0; reader.next(); row++) {
      const blob = this.#digests.idOf(reader);
      insert.add(repository, blob, blob, null, fact.modifiedAt[row]);
      if (isRevision) this.mentions.want(blob, true);
    }
  }

  /** A revision counts by what its link says and, because damage must not make garbage, by its directory's name too. */
  #addOddLink(fact: OddLinkFact): void {
    const repository = this.#idOfRepository(fact);
    const target = fact.target === undefined ? undefined : this.#idOf(fact.target);
    // In a tag's history the row is the path's, not the digest's.
    const isOfDigest = fact.directory !== undefined && fact.place !== 'tag-history';
    const directory = isOfDigest ? this.#idOf(fact.directory as string) : undefined;
    const content = fact.content === undefined ? null : Buffer.from(fact.content);
    if (fact.place === 'revision' && directory !== undefined) {
      this.mentions.want(directory, true);
      if (target !== undefined && target !== directory) this.mentions.want(target, true);
    }
    if (fact.place === 'layer' && directory !== undefined) {
      if (target !== undefined && isAlias(fact.directory as string, fact.target as string))
        this.mentions.addAlias(directory, target);
    }
    if (directory === undefined) {
      const { place, modifiedAt } = fact;
      this.#rows.odd_link.add(decodeName(fact.path), repository, place, target ?? null, content, modifiedAt);
    } else {
      const insert = fact.place === 'revision' ? this.#rows.revision : this.#rows.layer_link;
      insert.add(repository, directory, target ?? null, content, fact.modifiedAt);
    }
  }

  #addUpload(fact: UploadFact): void {
    const repository = this.#idOfRepository(fact);
    const { dataBytes, files, startedAt, modifiedAt } = fact;
    const started = startedAt === undefined ? undefined : parseUploadStart(startedAt);
    const id = ++this.#lastUpload;
    const name = decodeName(fact.name);
    let bytes = 0;
    const home = { id, key: `${fact.repository}/${fact.name}`, startedAt: started ?? modifiedAt };
    for (const file of files) {
      // Nearly all are what they seem: one name, and no blob.
      const isAlone = file.isEntry && file.links === 1 && !this.blobs.store.hasFile(file.file);
      if (isAlone) bytes += file.bytes;
      else this.files.addUploadFile(home, file);
    }
    this.#rows.upload.add(
      ...[
        id,
        repository,
        name,
        dataBytes,
        bytes,
        files.length,
        started ?? null,
        startedAt ?? null,
        modifiedAt,
      ],
    );
  }

  #addFiles(fact: FilesFact): void {
    this.files.add(fact);
    if (fact.repository === undefined) return;
    const { name, fingerprint, newestAt } = fact.repository;
    const id = this.#repositoryIds.get(name) as number;
    this.read.set(id, { otherFiles: fact.files, otherBytes: fact.bytes, fingerprint, newestAt });
  }

  #addProblem(fact: ProblemFact): void {
    const repository = fact.repository === undefined ? undefined : this.#repositoryIds.get(fact.repository);
    this.#rows.problem.add(
      fact.code,
      decodeName(fact.path),
      repository ?? null,
      fact.digest ?? null,
      fact.detail ?? null,
      fact.hidesReferences ? 1 : 0,
    );
  }

  #idOfRepository({ repository }: { readonly repository: ByteString }): number {
    return this.#repositoryIds.get(repository) as number;
  }

  #idOf(text: string): number {
    const reader = new DigestListReader(packDigests([text]));
    reader.next();
    return this.#digests.idOf(reader);
  }
}
