const NEWLINE = 0x0a;
/** Of a longer line only the beginning is kept: it is no digest, and its end may be gigabytes away. */
const LINE_BYTES = 4096;

/** Cuts bytes into lines, whatever pieces they come in. */
export class LineSplitter {
  readonly #take: (line: string, number: number) => void;
  #number = 0;
  #rest = '';

  constructor(take: (line: string, number: number) => void) {
    this.#take = take;
  }

  write(piece: Buffer): void {
    let start = this.#number === 0 && this.#rest === '' && hasMark(piece) ? 3 : 0;
    for (let end = piece.indexOf(NEWLINE, start); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#give(this.#rest + piece.toString('utf8', start, Math.min(end, start + LINE_BYTES)));
      this.#rest = '';
      start = end + 1;
    }
    if (this.#rest.length < LINE_BYTES) this.#rest += piece.toString('utf8', start, start + LINE_BYTES);
  }

  /** Gives what stands behind the last newline. */
  end(): void {
    if (this.#rest !== '') this.#give(this.#rest);
  }

  #give(line: string): void {
    this.#number++;
    this.#take(line, this.#number);
  }
}

/** True for what begins with the mark that some editors put before UTF-8. */
function hasMark(piece: Buffer): boolean {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf;
}
