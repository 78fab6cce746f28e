import { fitParts, type Part } from '../render/text/parts/fit-parts.ts';
import { drawOnStderr } from './terminal.ts';

const REDRAW_MS = 100;
/**
 * No more columns are used, however many there are: the fewer rows a narrower terminal breaks the line into, the fewer
 * tmux pushes into its history, where nothing can be erased.
 */
const WIDEST = 80;
const FRAMES = ['-', '\\', '|', '/'];

/** Text beyond the last column is dropped and not wrapped: the terminal may be narrower than it said a moment ago. */
const [NO_WRAP, WRAP] = ['\u001b[?7l', '\u001b[?7h'];

/** Erases the line, and with it that it once went on in the next. */
const ERASE_LINE = '\u001b[2K';

/**
 * Erases from the cursor to the end of the screen: where the terminal, made narrower, has broken the line over several,
 * these. Behind a character only, because tmux keeps what is erased from the very first place in its history.
 */
const ERASE_REST = '\u001b[J';

/** What a line of progress is drawn on. */
export interface LineTerminal {
  /** Asked before each drawing, because terminals are resized. */
  readonly columns: () => number;
  readonly write: (text: string) => void;
}

/** One line that tells how far something is, drawn again and again in its place until it is wiped. */
export class ProgressLine {
  readonly #terminal: LineTerminal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #wipe = () => this.#put(' ');
  readonly #parts: () => readonly Part[];
  #frame = 0;

  /** Starts drawing what `parts` gives at the time; without a terminal nothing is drawn. */
  constructor(parts: () => readonly Part[], terminal: LineTerminal | undefined) {
    this.#parts = parts;
    this.#terminal = terminal;
    if (terminal === undefined) return;
    this.#timer = setInterval(() => this.draw(), REDRAW_MS).unref();
    process.once('exit', this.#wipe);
    this.draw();
  }

  /** Draws at once what would be drawn soon. */
  draw(): void {
    if (this.#terminal === undefined) return;
    const frame = FRAMES[this.#frame++ % FRAMES.length] as string;
    // The last column stays free: terminals differ in what they do behind it.
    const room = Math.min(this.#terminal.columns(), WIDEST) - 1;
    const text = fitParts(this.#parts(), room - frame.length - 1);
    this.#put(room < 1 ? ' ' : text === '' ? frame : `${frame} ${text}`);
  }

  /** Wipes the line. */
  stop(): void {
    clearInterval(this.#timer);
    process.removeListener('exit', this.#wipe);
    this.#wipe();
  }

  /** Leaves the cursor where the line begins: there it stays when the terminal breaks lines anew. */
  #put(line: string): void {
    this.#terminal?.write(`\r${ERASE_LINE}${NO_WRAP}${line}${ERASE_REST}${WRAP}\r`);
  }
}

/**
 * Stderr, where it is a terminal that can be drawn on. Those of scripts and containers may say that they have no columns,
 * and CI systems keep every drawing.
 */
export function progressTerminal(isQuiet: boolean): LineTerminal | undefined {
  const { stderr, env } = process;
  const isDrawable = stderr.isTTY === true && stderr.columns > 0;
  if (isQuiet || !isDrawable || env['TERM'] === 'dumb' || env['CI'] !== undefined) return undefined;
  return { columns: () => stderr.columns, write: drawOnStderr };
}
