import { once } from 'node:events';
import { UsageError } from '../errors.ts';
import { escapeText, isHarmless } from '../render/escape.ts';
import { makeStyle, type Style } from '../render/text/parts/style.ts';

/** Columns assumed where output goes to no terminal: enough for full digests. */
const PIPE_WIDTH = 200;

/** How output to stdout should look. `hasColors` false is --no-color; NO_COLOR counts as well. */
export function stdoutStyle(hasColors: boolean): Style {
  const { stdout, env } = process;
  const isTerminal = stdout.isTTY === true;
  const noColor = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  return makeStyle(isTerminal ? stdout.columns : PIPE_WIDTH, isTerminal && hasColors && !noColor);
}

/** Writes the answer. Returns false where whoever reads it lags behind. */
export function print(text: string | Uint8Array): boolean {
  return process.stdout.write(text);
}

/**
 * Writes a piece of what is for another program, and waits until it was taken, so that it does not fill the memory.
 * @throws UsageError where a terminal would act on it.
 */
export async function printPiece(text: string): Promise<void> {
  if (process.stdout.isTTY === true && !isHarmless(text))
    throw new UsageError(
      'There are characters in it that act on a terminal: send it to a file, with > and its name.',
    );
  if (!print(text)) await once(process.stdout, 'drain');
}

/** Writes many short lines, some at a time. They must be safe for a terminal. */
export class LineWriter {
  #lines: string[] = [];
  #isBehind = false;

  add(line: string): void {
    if (this.#lines.push(line) === 1000) this.end();
  }

  /** Writes what was not written yet. */
  end(): void {
    if (this.#lines.length > 0 && !print(`${this.#lines.join('\n')}\n`)) this.#isBehind = true;
    this.#lines = [];
  }

  /** Waits until what was written was taken, so that it does not fill the memory. */
  async taken(): Promise<void> {
    if (this.#isBehind && process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    this.#isBehind = false;
  }
}

/**
 * Writes bytes of a volume as they are.
 * @throws UsageError where a terminal would act on them.
 */
export function printBytes(bytes: Buffer): void {
  if (process.stdout.isTTY === true && !isHarmless(bytes.toString()))
    throw new UsageError(
      'There are bytes in it that act on a terminal: send it to a file, with > and its name.',
    );
  process.stdout.write(bytes);
}

/** Writes a complaint. What it quotes may come from a volume or from anybody's command line. */
export function complain(text: string): void {
  const lines = text.split('\n').map((line) => escapeText(line));
  process.stderr.write(`${lines.join('\n')}\n`);
}

/** Writes what a terminal is to draw, and nothing that came from a volume. */
export function drawOnStderr(text: string): void {
  process.stderr.write(text);
}

/** A reader that closed its end, as `head` does, has what it wanted: end quietly. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
