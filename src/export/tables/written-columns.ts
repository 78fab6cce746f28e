import type { StoredName } from '../../analyze/names.ts';
import type { Column, ColumnType, Row } from './table.ts';

/** A column as it is written: a name is two. */
export interface WrittenColumn {
  readonly name: string;
  readonly type: Exclude<ColumnType, 'name'>;
  readonly isNullable: boolean;
  readonly description: string;
  /** Its value, of a row of the table. */
  readonly of: (row: Row) => unknown;
}

/** What is written of a table's columns. */
export function writtenColumns(columns: readonly Column[]): WrittenColumn[] {
  return columns.flatMap(({ name, type, nullable, description }, at) => {
    const isNullable = nullable === true;
    if (type !== 'name') return [{ name, type, isNullable, description, of: (row: Row) => row[at] }];
    const stored = (row: Row) => row[at] as StoredName | null | undefined;
    return [
      { name, type: 'text', isNullable, description, of: (row: Row) => textOf(stored(row)) },
      {
        name: `${name}_base64`,
        type: 'text',
        isNullable: true,
        description: `the bytes of \`${name}\`, where they are no UTF-8`,
        of: (row: Row) => base64Of(stored(row)),
      },
    ] as const;
  });
}

function textOf(name: StoredName | null | undefined): string | null {
  return name === null || name === undefined ? null : name.toString();
}

function base64Of(name: StoredName | null | undefined): string | null {
  return Buffer.isBuffer(name) ? name.toString('base64') : null;
}
