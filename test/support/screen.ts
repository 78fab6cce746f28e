import stringWidth from 'string-width';

interface Row {
  cells: string[];
  /** True where the text goes on in the next row because it did not fit. */
  wraps: boolean;
}

/** As much of a terminal as a line of progress needs: printing, wrapping, wiping, and being made wider or narrower. */
export class Screen {
  columns: number;
  /** Terminals like tmux and those of GNOME break lines anew when they are resized; xterm cuts them off. */
  readonly #reflows: boolean;
  #rows: Row[] = [{ cells: [], wraps: false }];
  #row = 0;
  #column = 0;
  #wrapsText = true;

  constructor(columns: number, reflows: boolean) {
    this.columns = columns;
    this.#reflows = reflows;
  }

  /** What stands on it, without empty rows at the end. */
  get lines(): string[] {
    const lines = this.#rows.map(({ cells }) =>
      Array.from(cells, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[\??\d*[A-Za-z]|./gsu)) this.#put(token);
  }

  resize(columns: number): void {
    this.columns = columns;
    if (!this.#reflows) {
      for (const row of this.#rows) row.cells.length = Math.min(row.cells.length, columns);
      this.#column = Math.min(this.#column, columns - 1);
      return;
    }
    const rows: Row[] = [];
    let cursor = [0, 0];
    for (let at = 0; at < this.#rows.length; at++) {
      const cells: string[] = [];
      const first = rows.length;
      let offset: number | undefined;
      for (let goesOn = true; goesOn; at += goesOn ? 1 : 0) {
        const row = this.#rows[at] as Row;
        if (at === this.#row) offset = cells.length + this.#column;
        cells.push(...row.cells);
        goesOn = row.wraps && at + 1 < this.#rows.length;
      }
      do rows.push({ cells: cells.splice(0, columns), wraps: cells.length > 0 });
      while (cells.length > 0);
      if (offset !== undefined) cursor = [first + Math.floor(offset / columns), offset % columns];
    }
    this.#rows = rows;
    [this.#row, this.#column] = cursor as [number, number];
    while (this.#rows.length <= this.#row) this.#rows.push({ cells: [], wraps: false });
  }

  #put(token: string): void {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#nextRow(false);
    else if (token === '\u001b[2K') this.#rows[this.#row] = { cells: [], wraps: false };
    else if (token === '\u001b[J') this.#eraseBelow();
    else if (token === '\u001b[?7l' || token === '\u001b[?7h') this.#wrapsText = token.endsWith('h');
    else if (token.startsWith('\u001b'))
      throw new Error(`This screen does not know ${JSON.stringify(token)}.`);
    else this.#print(token);
  }

  #print(character: string): void {
    const width = stringWidth(character);
    if (this.#column + width > this.columns) {
      if (this.#wrapsText) {
        this.#nextRow(true);
        this.#column = 0;
      } else this.#column = Math.max(this.columns - width, 0);
    }
    const { cells } = this.#rows[this.#row] as Row;
    cells[this.#column] = character;
    if (width === 2) cells[this.#column + 1] = '';
    this.#column += width;
  }

  #nextRow(wraps: boolean): void {
    (this.#rows[this.#row] as Row).wraps = wraps;
    this.#row++;
    this.#rows[this.#row] ??= { cells: [], wraps: false };
  }

  #eraseBelow(): void {
    this.#rows.length = this.#row + 1;
    const row = this.#rows[this.#row] as Row;
    row.cells.length = Math.min(row.cells.length, this.#column);
    row.wraps = false;
  }
}
