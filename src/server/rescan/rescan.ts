import type { ScansToCome, ScanUnderWay } from '../../answers/page/status.ts';
import type { Current } from '../current/current.ts';
import type { Say } from '../options.ts';
import { ScanChild } from './scan-child.ts';

/** What is scanned, into what, and how often. */
export interface RescanOptions {
  readonly volume: string;
  readonly db: string;
  readonly everyMs: number;
}

/** Where there is nothing to serve yet, what is wrong may soon be right: a disk is mounted, a first image pushed. */
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;
/** What a timer of Node can wait. */
const TIMER_MS = 2 ** 31 - 1;

/** Scans again and again, each time in a process of its own, and never twice at once. */
export class Rescan {
  readonly #options: RescanOptions;
  readonly #current: Current;
  readonly #say: Say;
  readonly #onFailure: () => void;
  #timer: NodeJS.Timeout | undefined;
  #nextAt = 0;
  #child: ScanChild | undefined;
  #scanning: ScanUnderWay | undefined;
  #failures = 0;
  #lastError: string | undefined;
  #isStopped = false;

  constructor(options: RescanOptions, current: Current, say: Say, onFailure: () => void) {
    this.#options = options;
    this.#current = current;
    this.#say = say;
    this.#onFailure = onFailure;
  }

  /** The first one begins at once where there is no inventory; else so long after that was scanned. */
  async start(): Promise<void> {
    const scannedAt = await this.#scannedAt();
    this.#waitUntil(scannedAt === undefined ? 0 : scannedAt + this.#options.everyMs);
  }

  get scanning(): ScanUnderWay | null {
    return this.#scanning ?? null;
  }

  get state(): ScansToCome {
    return {
      everyMs: this.#options.everyMs,
      ...(this.#scanning === undefined && { nextAt: new Date(this.#nextAt).toISOString() }),
      failures: this.#failures,
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    };
  }

  /** Begins no other, and ends the one that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#child?.stop();
  }

  #waitUntil(time: number): void {
    if (this.#isStopped) return;
    this.#nextAt = Math.max(time, Date.now());
    const wait = Math.min(this.#nextAt - Date.now(), TIMER_MS);
    this.#timer = setTimeout(() => void this.#scan(), wait);
  }

  async #scan(): Promise<void> {
    const { volume, db, everyMs } = this.#options;
    const startedAt = new Date().toISOString();
    this.#scanning = { startedAt };
    this.#child = new ScanChild({ volume, db }, (report) => {
      if ('progress' in report) this.#scanning = { startedAt, progress: report.progress };
    });
    const report = await this.#child.ended;
    this.#child = undefined;
    this.#scanning = undefined;
    if (this.#isStopped) return;
    if ('failure' in report) return this.#fail(report.failure);
    if ('done' in report) await this.#succeed(report.done.unrecorded);
    this.#waitUntil(Date.now() + everyMs);
  }

  async #succeed(unrecorded: string | undefined): Promise<void> {
    this.#failures = 0;
    this.#lastError = undefined;
    if (unrecorded !== undefined) this.#say(`stowage: ${unrecorded}`);
    const isComplete = await this.#current
      .use(({ inventory }) => inventory.scan.is_complete === 1)
      .catch(() => true);
    if (!isComplete) this.#say('stowage: the scan could not read everything: stowage check says what.');
  }

  async #fail(failure: string): Promise<void> {
    this.#failures++;
    this.#lastError = failure;
    this.#onFailure();
    this.#say(`stowage: the scan failed: ${failure}`);
    const { everyMs } = this.#options;
    const isServing = (await this.#scannedAt()) !== undefined;
    const first = isServing ? everyMs : Math.min(FIRST_WAIT_MS, everyMs);
    const longest = isServing ? Math.max(LONGEST_WAIT_MS, everyMs) : everyMs;
    this.#waitUntil(Date.now() + Math.min(first * 2 ** (this.#failures - 1), longest));
  }

  /** In milliseconds; undefined where there is no inventory. */
  #scannedAt(): Promise<number | undefined> {
    return this.#current.use(({ inventory }) => inventory.scan.scanned_at / 1000).catch(() => undefined);
  }
}
