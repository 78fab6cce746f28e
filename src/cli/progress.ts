import type { Ora } from 'ora';
import { formatBytes, formatCount } from '../render/format.ts';
import type { ScanProgress } from '../take-inventory.ts';
import { startSpinner } from './spinner.ts';

const REDRAW_MS = 100;

/** Draws how far a scan is, on stderr, where that is a terminal; on a pipe it draws nothing. */
export class ScanProgressLine {
  #spinner: Ora | undefined;
  readonly #begun = performance.now();
  #drawnAt = 0;

  /** Starts drawing. */
  static async start(isQuiet: boolean): Promise<ScanProgressLine> {
    const line = new ScanProgressLine();
    line.#spinner = await startSpinner('looking for blobs', isQuiet);
    return line;
  }

  /** Takes note of a step. */
  update({ step, blobs, repositories, manifests }: ScanProgress): void {
    const now = performance.now();
    if (this.#spinner === undefined || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    const seconds = (now - this.#begun) / 1000;
    const rate = formatCount((blobs + manifests) / seconds);
    this.#spinner.text = [
      step,
      `${formatCount(blobs)} blobs`,
      `${formatCount(repositories)} repositories`,
      `${formatCount(manifests)} manifests`,
      `${rate}/s`,
      `${seconds.toFixed(0)} s`,
      `${formatBytes(process.memoryUsage.rss())}`,
    ].join(' · ');
  }

  /** Wipes the line. */
  stop(): void {
    this.#spinner?.stop();
  }
}
