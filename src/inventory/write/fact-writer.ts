import type { Fact, ProblemFact, StrayFact } from '../../facts/told.ts';
import { type ByteString, decodeName } from '../../registry/byte-string.ts';
import type { Known } from '../ids/known.ts';
import type { Renewal } from '../renew/renewal.ts';
import { BlobWriter } from './blob-writer.ts';
import { ConfigWriter } from './config-writer.ts';
import { FileTotals } from './file-totals.ts';
import { LinkWriter } from './link-writer.ts';
import { ManifestWriter } from './manifest-writer.ts';
import { RepositoryWriter } from './repository-writer.ts';
import type { Rows } from './rows.ts';
import { type FindTag, TagWriter } from './tag-writer.ts';
import { UploadWriter } from './upload-writer.ts';

/** What is done with each kind of fact. */
type Handlers = { readonly [Kind in Fact['fact']]: (fact: Fact & { readonly fact: Kind }) => void };

/**
 * Turns facts into rows, and keeps what the accounts need. Rows go out as facts come; blobs wait, because their state
 * is known at the end only.
 */
export class FactWriter {
  readonly blobs: BlobWriter;
  readonly repositories: RepositoryWriter;
  readonly files = new FileTotals();
  hasCacheState = false;
  readonly #rows: Rows;
  readonly #handlers: Handlers;

  constructor(rows: Rows, findTag: FindTag, known: Known, renewal: Renewal) {
    this.#rows = rows;
    this.blobs = new BlobWriter(known);
    this.repositories = new RepositoryWriter(rows, renewal);
    const links = new LinkWriter(rows, known);
    const tags = new TagWriter(rows, known, findTag, renewal.taken.tag);
    const manifests = new ManifestWriter(rows, known, renewal);
    const configs = new ConfigWriter(rows, known, renewal);
    const uploads = new UploadWriter(rows, known.blobs, this.files);
    const idOf = ({ repository }: { readonly repository: ByteString }) => this.repositories.idOf(repository);
    this.#handlers = {
      blobs: (fact) => {
        renewal.expectBlobs();
        if (this.blobs.add(fact)) renewal.noteChange();
      },
      'same-prefix': (fact) => this.blobs.keepPrefix(renewal.keepPrefix(fact)),
      'blobs-listed': () => renewal.dropUntoldBlobs(),
      repository: (fact) => this.repositories.add(fact),
      'same-repository': (fact) => this.repositories.keep(fact.name),
      'repositories-listed': () => renewal.dropUntoldRepositories(),
      revisions: (fact) => links.add(idOf(fact), fact),
      'layer-links': (fact) => links.add(idOf(fact), fact),
      'odd-link': (fact) => links.addOdd(idOf(fact), fact),
      tags: (fact) => tags.add(idOf(fact), fact),
      'odd-tag': (fact) => tags.addOdd(idOf(fact), fact),
      'tag-history': (fact) => tags.addHistoryOf(idOf(fact), fact),
      manifests: (fact) => manifests.add(fact),
      configs: (fact) => configs.add(fact),
      upload: (fact) => uploads.add(idOf(fact), fact),
      files: (fact) => {
        this.files.add(fact);
        this.repositories.addFiles(fact);
      },
      stray: (fact) => this.#addStray(fact),
      problem: (fact) => this.#addProblem(fact),
      'cache-state': () => {
        this.hasCacheState = true;
      },
      scheduler: (fact) => rows.scheduler_entry.add(fact.key, fact.expiresAt, fact.entryType),
    };
  }

  add(fact: Fact): void {
    const handle = this.#handlers[fact.fact] as (fact: Fact) => void;
    handle(fact);
  }

  #addStray({ path, kind, files, bytes, allocatedBytes, modifiedAt }: StrayFact): void {
    this.#rows.stray.add(decodeName(path), kind, files, bytes, allocatedBytes, modifiedAt);
  }

  #addProblem(fact: ProblemFact): void {
    const repository = fact.repository === undefined ? undefined : this.repositories.find(fact.repository);
    this.#rows.problem.add(
      fact.code,
      decodeName(fact.path),
      repository ?? null,
      fact.digest ?? null,
      fact.detail ?? null,
      fact.hidesReferences ? 1 : 0,
    );
  }
}
