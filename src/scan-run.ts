import { setTimeout as wait } from 'node:timers/promises';
import type { Asked } from './facts/asked.ts';
import type { Doubt, Source, Told } from './facts/source.ts';
import type { Fact, ProblemCode } from './facts/told.ts';
import type { InventoryWriter } from './inventory/write/writer.ts';

/** How far a scan is. */
export interface ScanProgress {
  readonly step: 'blobs' | 'repositories' | 'manifests' | 'configs' | 'second look' | 'accounts';
  readonly blobs: number;
  readonly repositories: number;
  readonly manifests: number;
}

/** How long ago something was touched to be worth a second look. */
const LATELY_MS = 60_000;

/** Problems behind which blobs and repositories may be: a volume with one of them is not known to be empty. */
const HIDING = new Set<ProblemCode>(['unreadable', 'not-followed', 'symlink-dangling']);

/** What a run is told by its caller. */
export interface ScanRunOptions {
  /** How long to wait before looking again at what seems damaged and was touched in the last minute; 0 looks once. */
  readonly settleMs: number;
  readonly onProgress: ((progress: ScanProgress) => void) | undefined;
}

/** One scan under way: takes what the source tells to the writer, and what the writer asks to the source. */
export class ScanRun {
  readonly #source: Source;
  readonly #writer: InventoryWriter;
  readonly #options: ScanRunOptions;
  readonly #counts = { blobs: 0, repositories: 0, manifests: 0, hidden: 0 };
  #doubts: Doubt[] = [];
  #changedDirectories = 0;
  #newestAt = 0;
  #startedAt = 0;

  constructor(source: Source, writer: InventoryWriter, options: ScanRunOptions) {
    this.#source = source;
    this.#writer = writer;
    this.#options = options;
  }

  /** The newest time met in the volume, in microseconds. */
  get newestAt(): number {
    return this.#newestAt;
  }

  /** In how many directories blobs came or went while the volume was read. */
  get changedDirectories(): number {
    return this.#changedDirectories;
  }

  /** True where nothing was met, and nothing behind which something may be. */
  get isEmpty(): boolean {
    const { blobs, repositories, hidden } = this.#counts;
    return blobs === 0 && repositories === 0 && hidden === 0;
  }

  /** Reads the whole volume. */
  async read(startedAtMs: number): Promise<void> {
    this.#startedAt = startedAtMs * 1000;
    await this.#take('blobs', this.#source.blobs(this.#writer.fingerprints));
    await this.#take('repositories', this.#source.repositories(this.#writer.fingerprints));
    await this.#readAsked();
    await this.#lookAgain();
    // What a second look brought may lead to more that is in doubt, and that to more manifests.
    do {
      this.#believe(this.#takeDoubts());
      await this.#readAsked();
    } while (this.#doubts.length > 0);
    for await (const { facts, changedDirectories = 0 } of this.#source.end()) {
      this.#takeFacts(facts);
      this.#changedDirectories += changedDirectories;
    }
  }

  /** Tells how far the scan is. */
  tell(step: ScanProgress['step']): void {
    this.#options.onProgress?.({ step, ...this.#counts });
  }

  /**
   * Reads what the writer asks for: manifests, then blobs that are missing, and last configs. A push may have brought
   * blobs after their prefix was listed, and then the link that leads to them: the manifest, and through it its config
   * and layers.
   */
  async #readAsked(): Promise<void> {
    const ask = () => this.#writer.asked(this.#source.leastParts);
    for (let asked = ask(); asked !== undefined; asked = ask())
      await this.#take(asked.asked === 'configs' ? 'configs' : 'manifests', this.#batchesOf(asked));
  }

  #batchesOf(asked: Asked): AsyncIterable<Told> {
    if (asked.asked === 'manifests') return this.#source.manifests(asked.manifests);
    if (asked.asked === 'configs') return this.#source.configs(asked.configs);
    return this.#source.namedBlobs(asked.blobs);
  }

  /** Looks again at what may be a write in progress; the rest of what is in doubt is damage. */
  async #lookAgain(): Promise<void> {
    const { settleMs } = this.#options;
    const doubts = this.#takeDoubts();
    const late = settleMs === 0 ? [] : doubts.filter((doubt) => doubt.modifiedAt >= this.#newSince);
    const unsettled = new Set(late);
    this.#believe(doubts.filter((doubt) => !unsettled.has(doubt)));
    if (late.length === 0) return;
    this.tell('second look');
    await wait(settleMs);
    for await (const facts of this.#source.confirm(late)) this.#takeFacts(facts);
  }

  /** What was touched since is new. It moves on only, until all is met: what is older is so for good. */
  get #newSince(): number {
    return Math.min(this.#startedAt, this.#newestAt) - LATELY_MS * 1000;
  }

  /** The doubts so far, which are open no more. */
  #takeDoubts(): Doubt[] {
    const doubts = this.#doubts;
    this.#doubts = [];
    return doubts;
  }

  #believe(doubts: readonly Doubt[]): void {
    for (const doubt of doubts) this.#takeFacts(doubt.facts);
  }

  async #take(step: ScanProgress['step'], batches: AsyncIterable<Told>): Promise<void> {
    for await (const batch of batches) {
      this.#newestAt = Math.max(this.#newestAt, batch.newest);
      this.#takeFacts(batch.facts);
      for (const doubt of batch.doubts) this.#takeDoubt(doubt);
      this.tell(step);
    }
  }

  /** There may be a million, so that only those wait of which it is not known yet that they are old. */
  #takeDoubt(doubt: Doubt): void {
    if (doubt.modifiedAt < this.#newSince) this.#takeFacts(doubt.facts);
    else this.#doubts.push(doubt);
  }

  #takeFacts(facts: readonly Fact[]): void {
    for (const fact of facts) this.#count(fact);
    this.#writer.add(facts);
  }

  #count(fact: Fact): void {
    if (fact.fact === 'blobs') this.#counts.blobs += fact.bytes.length;
    else if (fact.fact === 'same-prefix') this.#counts.blobs += fact.blobs;
    else if (fact.fact === 'repository' || fact.fact === 'same-repository') this.#counts.repositories++;
    else if (fact.fact === 'manifests') this.#counts.manifests += fact.forms.length;
    else if (fact.fact === 'problem' && HIDING.has(fact.code)) this.#counts.hidden++;
  }
}
