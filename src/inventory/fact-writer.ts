import type {
  BlobsFact,
  Fact,
  LinksFact,
  OddLinkFact,
  OddTagFact,
  ProblemFact,
  RepositoryFact,
  TagHistoryFact,
  TagsFact,
  UploadFact,
} from '../facts.ts';
import { Mentions } from '../graph/mentions.ts';
import { type ByteString, decodeName } from '../registry/byte-string.ts';
import { type DigestList, DigestListReader, packDigests } from '../registry/digest-list.ts';
import { parseUploadStart } from '../registry/upload-start.ts';
import { BlobStore } from './blob-store.ts';
import { FileTotals } from './file-totals.ts';
import { ManifestWriter } from './manifest-writer.ts';
import type { Rows } from './rows.ts';

/** How many of its things a repository has. */
export interface RepositoryCounts {
  tags: number;
  revisions: number;
  layerLinks: number;
  uploads: number;
  uploadBytes: number;
}

/**
 * Turns facts into rows, and keeps what the accounts need. Rows go out as facts come; blobs wait, because their state
 * is known at the end only.
 */
export class FactWriter {
  readonly blobs = new BlobStore();
  readonly mentions = new Mentions();
  readonly files = new FileTotals();
  /** By repository id. */
  readonly counts: RepositoryCounts[] = [emptyCounts()];
  readonly #rows: Rows;
  readonly #findTag: (repository: number, name: string | Buffer) => number | undefined;
  readonly #repositoryIds = new Map<ByteString, number>();
  readonly #manifests: ManifestWriter;
  #lastTag = 0;
  #lastUpload = 0;

  constructor(rows: Rows, findTag: (repository: number, name: string | Buffer) => number | undefined) {
    this.#rows = rows;
    this.#manifests = new ManifestWriter(rows, this.blobs, this.mentions);
    this.#findTag = findTag;
  }

  add(fact: Fact): void {
    switch (fact.fact) {
      case 'blobs':
        return this.#addBlobs(fact);
      case 'repository':
        return this.#addRepository(fact);
      case 'revisions':
      case 'layer-links':
        return this.#addLinks(fact);
      case 'odd-link':
        return this.#addOddLink(fact);
      case 'tags':
        return this.#addTags(fact);
      case 'odd-tag':
        return this.#addOddTag(fact);
      case 'tag-history':
        return this.#addTagHistory(fact);
      case 'manifests':
        return this.#manifests.add(fact);
      case 'upload':
        return this.#addUpload(fact);
      case 'files':
        return this.files.add(fact);
      case 'problem':
        return this.#addProblem(fact);
      case 'stray': {
        const { kind, files, bytes, allocatedBytes, modifiedAt } = fact;
        this.#rows.stray.add(decodeName(fact.path), kind, files, bytes, allocatedBytes, modifiedAt);
        return;
      }
      case 'scheduler':
        this.#rows.scheduler_entry.add(fact.key, fact.expiresAt, fact.entryType);
    }
  }

  #addBlobs(fact: BlobsFact): void {
    const reader = new DigestListReader(fact.digests);
    const ids: number[] = [];
    for (let row = 0; reader.next(); row++) {
      const blob = this.blobs.digests.idOf(reader);
      this.blobs.set(blob, fact, row);
      this.mentions.wantAgain(blob);
      ids.push(blob);
    }
    for (const { row, file } of fact.hardLinked) this.blobs.setHardLinked(ids[row] as number, file);
  }

  #addRepository(fact: RepositoryFact): void {
    const id = this.counts.length;
    this.counts.push(emptyCounts());
    this.#repositoryIds.set(fact.name, id);
    const { layers, manifests, uploads, revisions, tags } = fact;
    this.#rows.repository.add(id, decodeName(fact.name), layers, manifests, uploads, revisions, tags);
  }

  #addLinks(fact: LinksFact): void {
    const repository = this.#repositoryIds.get(fact.repository) as number;
    const isRevision = fact.fact === 'revisions';
    const insert = isRevision ? this.#rows.revision : this.#rows.layer_link;
    const reader = new DigestListReader(fact.digests);
    for (let row = 0; reader.next(); row++) {
      const blob = this.blobs.digests.idOf(reader);
      insert.add(repository, blob, blob, null, fact.modifiedAt[row]);
      if (isRevision) this.mentions.want(blob, true);
    }
    const counts = this.#countsOf(repository);
    if (isRevision) counts.revisions += fact.modifiedAt.length;
    else counts.layerLinks += fact.modifiedAt.length;
  }

  /** A revision counts by what its link says and, because damage must not make garbage, by its directory's name too. */
  #addOddLink(fact: OddLinkFact): void {
    const repository = this.#repositoryIds.get(fact.repository) as number;
    const target = fact.target === undefined ? undefined : this.#idOf(fact.target);
    const directory = fact.directory === undefined ? undefined : this.#idOf(fact.directory);
    const content = fact.content === undefined ? null : Buffer.from(fact.content);
    if (fact.place === 'revision' && directory !== undefined) {
      this.mentions.want(directory, true);
      if (target !== undefined && target !== directory) this.mentions.want(target, true);
      this.#countsOf(repository).revisions++;
    }
    if (fact.place === 'layer' && directory !== undefined) this.#countsOf(repository).layerLinks++;
    if (directory === undefined || fact.place === 'tag-history') {
      const { place, modifiedAt } = fact;
      this.#rows.odd_link.add(decodeName(fact.path), repository, place, target ?? null, content, modifiedAt);
    } else {
      const insert = fact.place === 'revision' ? this.#rows.revision : this.#rows.layer_link;
      insert.add(repository, directory, target ?? null, content, fact.modifiedAt);
    }
  }

  #addTags(fact: TagsFact): void {
    const repository = this.#repositoryIds.get(fact.repository) as number;
    const targets = new DigestListReader(fact.targets);
    const history = new DigestListReader(fact.history);
    let historyRow = 0;
    for (let row = 0; targets.next(); row++) {
      const target = this.blobs.digests.idOf(targets);
      const name = decodeName(fact.names[row] as ByteString);
      const tag = ++this.#lastTag;
      this.#rows.tag.add(tag, repository, name, 'directory', target, null, fact.modifiedAt[row]);
      this.mentions.want(target, true);
      for (let left = fact.historyCounts[row] as number; left > 0; left--) {
        history.next();
        this.#addHistoryRow(tag, history, fact.historyModifiedAt[historyRow++] as number);
      }
    }
    this.#countsOf(repository).tags += fact.names.length;
  }

  #addOddTag(fact: OddTagFact): void {
    const repository = this.#repositoryIds.get(fact.repository) as number;
    const content = fact.content === undefined ? null : Buffer.from(fact.content);
    const tag = ++this.#lastTag;
    this.#rows.tag.add(tag, repository, decodeName(fact.name), fact.kind, null, content, fact.modifiedAt);
    this.#addHistory(tag, fact.history, fact.historyModifiedAt);
    if (fact.kind === 'directory') this.#countsOf(repository).tags++;
  }

  #addTagHistory(fact: TagHistoryFact): void {
    const repository = this.#repositoryIds.get(fact.repository) as number;
    const tag = this.#findTag(repository, decodeName(fact.tag));
    if (tag !== undefined) this.#addHistory(tag, fact.digests, fact.modifiedAt);
  }

  #addHistory(tag: number, digests: DigestList, modifiedAt: Float64Array): void {
    const reader = new DigestListReader(digests);
    for (let row = 0; reader.next(); row++) this.#addHistoryRow(tag, reader, modifiedAt[row] as number);
  }

  #addHistoryRow(tag: number, reader: DigestListReader, modifiedAt: number): void {
    this.#rows.tag_history.add(tag, this.blobs.digests.idOf(reader), modifiedAt);
  }

  #addUpload(fact: UploadFact): void {
    const repository = this.#repositoryIds.get(fact.repository) as number;
    const { dataBytes, bytes, files, startedAt, modifiedAt } = fact;
    const started = startedAt === undefined ? undefined : parseUploadStart(startedAt);
    const id = ++this.#lastUpload;
    const name = decodeName(fact.name);
    this.#rows.upload.add(
      ...[id, repository, name, dataBytes, bytes, files, started ?? null, startedAt ?? null, modifiedAt],
    );
    const counts = this.#countsOf(repository);
    counts.uploads++;
    counts.uploadBytes += bytes;
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

  #countsOf(repository: number): RepositoryCounts {
    return this.counts[repository] as RepositoryCounts;
  }

  #idOf(text: string): number {
    const reader = new DigestListReader(packDigests([text]));
    reader.next();
    return this.blobs.digests.idOf(reader);
  }
}

function emptyCounts(): RepositoryCounts {
  return { tags: 0, revisions: 0, layerLinks: 0, uploads: 0, uploadBytes: 0 };
}
