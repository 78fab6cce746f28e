import type { StoredName } from '../../analyze/names.ts';
import { damage } from '../../inventory/format/damage.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Lookups, lookupsIn } from './lookups.ts';
import type { Column, ColumnType, Row } from './table.ts';

/** A column as it is written: a name is two. */
export interface WrittenColumn {
  readonly name: string;
  readonly type: Exclude<ColumnType, 'name'>;
  readonly isNullable: boolean;
  readonly repeats: boolean;
  readonly description: string;
}

interface DigestValues {
  readonly idOf: (row: Row) => number | null;
  readonly bytesOf: (id: number) => Uint8Array;
}

/** A column with the values of an inventory. */
export interface FilledColumn extends WrittenColumn {
  /** Its value, of a row of the table: text, a number, or null. @throws DamageError for any other. */
  readonly of: (row: Row) => unknown;
  /** Of digests: what rows have of them, and its text in UTF-8, which is cheaper than a string that is then encoded. */
  readonly digest?: DigestValues;
}

/** What is written of a table's columns. */
export function writtenColumns(columns: readonly Column[]): WrittenColumn[] {
  return columns.flatMap(({ name, type, nullable, repeats, description }) => {
    const all = { isNullable: nullable === true, repeats: repeats === true, description };
    if (type !== 'name') return [{ ...all, name, type }];
    return [
      { ...all, name, type: 'text' },
      {
        name: `${name}_base64`,
        type: 'text',
        isNullable: true,
        repeats: false,
        description: `the bytes of \`${name}\`, where they are no UTF-8`,
      },
    ] as const;
  });
}

/** Gives what is written of tables' columns the values of an inventory. */
export function filler(inventory: Inventory): (columns: readonly Column[]) => FilledColumn[] {
  const lookups = lookupsIn(inventory);
  return (columns) => {
    const values = columns.flatMap((column, at) => valuesOf(column, at, lookups));
    return writtenColumns(columns).map((column, at) => {
      const { of, digest } = values[at] as Values;
      const filled = { ...column, of: checked(column, of, inventory) };
      if (digest === undefined) return filled;
      const idOf = checked({ ...column, type: 'int64' }, digest.idOf, inventory) as DigestValues['idOf'];
      return { ...filled, digest: { ...digest, idOf } };
    });
  };
}

type Values = Pick<FilledColumn, 'of' | 'digest'>;

function valuesOf({ type, by }: Column, at: number, { digests, tables }: Lookups): Values[] {
  if (type === 'digest') {
    const all = digests();
    const idOf = (row: Row) => row[at] as number | null;
    const of = (row: Row) => {
      const id = idOf(row);
      return id === null ? null : all.textOf(id);
    };
    return [{ of, digest: { idOf, bytesOf: (id) => all.bytesOf(id) } }];
  }
  const lookUp = by === undefined ? undefined : tables[by]();
  const stored = lookUp === undefined ? (row: Row) => row[at] : (row: Row) => lookUp(row[at] as number);
  if (type !== 'name') return [{ of: stored }];
  const name = stored as (row: Row) => StoredName | null | undefined;
  return [{ of: (row) => name(row)?.toString() }, { of: (row) => base64Of(name(row)) }];
}

/** What a type's values are in JavaScript, as SQLite's tables are strict: other values are damage. */
const KINDS = {
  text: 'string',
  digest: 'string',
  int64: 'number',
  timestamp: 'number',
  double: 'number',
  boolean: 'number',
} as const;

function checked(
  { name, type, isNullable }: WrittenColumn,
  of: (row: Row) => unknown,
  { database }: Inventory,
): (row: Row) => unknown {
  const kind = KINDS[type];
  const isWhole = type !== 'double' && kind === 'number';
  return (row) => {
    const value = of(row) ?? null;
    const isGood =
      value === null ? isNullable : typeof value === kind && (!isWhole || Number.isInteger(value));
    if (!isGood) throw damage(database, `a value of ${name}`);
    return value;
  };
}

function base64Of(name: StoredName | null | undefined): string | undefined {
  return Buffer.isBuffer(name) ? name.toString('base64') : undefined;
}
