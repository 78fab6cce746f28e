import { countOf, formatBytes, formatCount } from '../render/format.ts';
import type { Part } from '../render/text/parts/fit-parts.ts';
import type { ScanProgress } from '../take-inventory.ts';
import { ProgressLine, progressTerminal } from './progress-line.ts';

/** Draws how far a scan is, on stderr, where that is a terminal; on a pipe it draws nothing. */
export class ScanProgressLine {
  readonly #begun = performance.now();
  readonly #line: ProgressLine;
  #progress: ScanProgress | undefined;

  /** Starts drawing. */
  constructor(isQuiet: boolean) {
    this.#line = new ProgressLine(() => this.#parts(), progressTerminal(isQuiet));
  }

  /** Takes note of a step. */
  update(progress: ScanProgress): void {
    const isNewStep = progress.step !== this.#progress?.step;
    this.#progress = progress;
    // The accounts are computed in one go, without time for a drawing.
    if (isNewStep) this.#line.draw();
  }

  /** Wipes the line. */
  stop(): void {
    this.#line.stop();
  }

  #parts(): Part[] {
    if (this.#progress === undefined) return [{ text: 'looking for blobs', weight: 1 }];
    return scanParts(this.#progress, performance.now() - this.#begun, process.memoryUsage.rss());
  }
}

/** What is told of a scan, after so many milliseconds and with so many bytes of memory. */
export function scanParts(
  { step, blobs, repositories, manifests }: ScanProgress,
  milliseconds: number,
  memory: number,
): Part[] {
  const seconds = milliseconds / 1000;
  return [
    { text: step, weight: 7 },
    { text: countOf(blobs, 'blob'), weight: 6 },
    { text: countOf(repositories, 'repository', 'repositories'), weight: 3 },
    { text: countOf(manifests, 'manifest'), weight: 4 },
    { text: `${formatCount((blobs + manifests) / seconds)}/s`, weight: 2 },
    { text: `${seconds.toFixed(0)} s`, weight: 5 },
    { text: formatBytes(memory), weight: 1 },
  ];
}
