import { countOf, formatBytes, formatDuration } from '../render/format.ts';
import type { Part } from '../render/text/parts/fit-parts.ts';
import type { VerifyProgress } from '../verify/verify-blobs.ts';
import { ProgressLine, progressTerminal } from './progress-line.ts';

/** Draws how far a verification is, on stderr, where that is a terminal; on a pipe it draws nothing. */
export class VerifyProgressLine {
  readonly #begun = performance.now();
  readonly #line: ProgressLine;
  #progress: VerifyProgress | undefined;

  /** Starts drawing. */
  constructor(isQuiet: boolean) {
    this.#line = new ProgressLine(() => this.#parts(), progressTerminal(isQuiet));
  }

  /** Takes note of a step. */
  update(progress: VerifyProgress): void {
    this.#progress = progress;
  }

  /** Wipes the line. */
  stop(): void {
    this.#line.stop();
  }

  #parts(): Part[] {
    if (this.#progress === undefined) return [{ text: 'choosing blobs', weight: 1 }];
    return verifyParts(this.#progress, performance.now() - this.#begun);
  }
}

/** What is told of a verification, after so many milliseconds. */
export function verifyParts({ bytes, ofBytes, ofBlobs }: VerifyProgress, milliseconds: number): Part[] {
  const rate = (bytes / milliseconds) * 1000;
  const left = ((ofBytes - bytes) / rate) * 1000;
  return [
    { text: `hashing ${countOf(ofBlobs, 'blob')}`, weight: 2 },
    { text: `${formatBytes(bytes)} of ${formatBytes(ofBytes)}`, weight: 4 },
    { text: `${formatBytes(rate)}/s`, weight: 1 },
    ...(rate === 0 ? [] : [{ text: `${formatDuration(left)} left`, weight: 3 }]),
  ];
}
