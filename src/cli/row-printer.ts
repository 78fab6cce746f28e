import { once } from 'node:events';
import type { SqlOptions } from '../answers/sql.ts';
import type { RowFormat } from '../render/data/rows/row-format.ts';
import { loadRowFormat, type RowFormatName } from '../render/row-formats.ts';
import { print } from './terminal.ts';

/** Writes rows to stdout as they come, no faster than they are read there. */
export class RowPrinter {
  readonly #format: RowFormat;

  private constructor(format: RowFormat) {
    this.#format = format;
  }

  static async for(name: RowFormatName, command: string): Promise<RowPrinter> {
    return new RowPrinter(await loadRowFormat(name, command, process.stdout.isTTY === true));
  }

  readonly listeners: Pick<SqlOptions, 'onColumns' | 'onRows'> = {
    onColumns: (columns) => {
      print(this.#format.begin(columns));
    },
    onRows: async (rows) => {
      if (!print(this.#format.rows(rows))) await once(process.stdout, 'drain');
    },
  };

  end(truncated: boolean): void {
    print(this.#format.end(truncated));
  }
}
