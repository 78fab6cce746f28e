import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ScanOrder, ScanReport } from './messages.ts';

/** Beside this file in dist/, and in bin/. */
const PROGRAM = new URL('./scan-program.js', import.meta.url);

/** A process that scans once. */
export class ScanChild {
  readonly #child: ChildProcess;
  /** How it ended: the last that it told, or that it died. */
  readonly ended: Promise<ScanReport>;

  /** @param onProgress told now and then how far it is */
  constructor(order: ScanOrder, onProgress: (report: ScanReport) => void) {
    // What it says when it dies is for the log of the service.
    this.#child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.ended = this.#watch(onProgress);
    this.#child.send(order);
  }

  /** Ends it; what it has not finished is gone. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.ended;
  }

  async #watch(onProgress: (report: ScanReport) => void): Promise<ScanReport> {
    let last: ScanReport | undefined;
    this.#child.on('message', (report: ScanReport) => {
      if ('progress' in report) onProgress(report);
      else last = report;
    });
    const [code, signal] = (await once(this.#child, 'exit').catch((error: Error) => [error.message])) as [
      unknown,
      unknown,
    ];
    return last ?? { failure: `The process that scans ended with ${signal ?? code}.` };
  }
}
