const NOTHING = Buffer.alloc(0);
const NEWLINE = 0x0a;
/** Of a longer line only the beginning is kept: it is no digest, and its end may be gigabytes away. */
const LINE_BYTES = 64 * 1024;

/** Cuts bytes into lines, whatever pieces they come in. */
export class LineSplitter {
  readonly #take: (line: string, number: number) => void;
  #number = 0;
  #rest: Buffer = NOTHING;

  constructor(take: (line: string, number: number) => void) {
    this.#take = take;
  }

  write(piece: Buffer): void {
    let start = this.#number === 0 && this.#rest.length === 0 && hasMark(piece) ? 3 : 0;
    for (let end = piece.indexOf(NEWLINE, start); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#give(this.#withRest(piece, start, end));
      this.#rest = NOTHING;
      start = end + 1;
    }
    this.#rest = this.#withRest(piece, start, piece.length);
  }

  /** How many lines were given. */
  get count(): number {
    return this.#number;
  }

  /** Gives what stands behind the last newline. */
  end(): void {
    if (this.#rest.length > 0) this.#give(this.#rest);
  }

  /** Hands over what stands behind the last newline, as if it never came. */
  takeRest(): Buffer {
    const rest = this.#rest;
    this.#rest = NOTHING;
    return rest;
  }

  #withRest(piece: Buffer, start: number, end: number): Buffer {
    const added = piece.subarray(start, Math.min(end, start + LINE_BYTES - this.#rest.length));
    return this.#rest.length === 0 ? added : Buffer.concat([this.#rest, added]);
  }

  #give(line: Buffer): void {
    this.#number++;
    this.#take(line.toString(), this.#number);
  }
}

/** True for what begins with the mark that some editors put before UTF-8. */
function hasMark(piece: Buffer): boolean {
  return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf;
}
