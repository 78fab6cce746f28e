import type { Ora } from 'ora';
import { formatBytes, formatDuration } from '../render/format.ts';
import type { VerifyProgress } from '../verify/verify-blobs.ts';
import { startSpinner } from './spinner.ts';

/** Draws how far a verification is, on stderr, where that is a terminal; on a pipe it draws nothing. */
export class VerifyProgressLine {
  #spinner: Ora | undefined;
  readonly #begun = performance.now();

  /** Starts drawing. */
  static async start(isQuiet: boolean): Promise<VerifyProgressLine> {
    const line = new VerifyProgressLine();
    line.#spinner = await startSpinner('choosing blobs', isQuiet);
    return line;
  }

  /** Takes note of a step. */
  update({ bytes, ofBytes, ofBlobs }: VerifyProgress): void {
    if (this.#spinner === undefined) return;
    const rate = (bytes / (performance.now() - this.#begun)) * 1000;
    const left = rate === 0 ? '' : ` · ${formatDuration(((ofBytes - bytes) / rate) * 1000)} left`;
    const share = `${formatBytes(bytes)} of ${formatBytes(ofBytes)}`;
    this.#spinner.text = `hashing ${ofBlobs} blobs · ${share} · ${formatBytes(rate)}/s${left}`;
  }

  /** Wipes the line. */
  stop(): void {
    this.#spinner?.stop();
  }
}
