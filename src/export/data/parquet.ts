import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { type Row, TABLES_SCHEMA } from '../tables/table.ts';
import type { TableWriter } from '../tables/table-writer.ts';
import type { FilledColumn, WrittenColumn } from '../tables/written-columns.ts';
import type { PartFile } from '../target/part-file.ts';
import { GROUP_ROWS, type GroupColumn, groupColumn } from './row-group.ts';

/** One Parquet file, with snappy, and with dictionaries where values repeat. */
export function openParquet(columns: readonly FilledColumn[], file: PartFile): TableWriter {
  const parquet = new ParquetWriter({
    writer: new FileBytes(file),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    kvMetadata: [{ key: 'stowage.schema', value: String(TABLES_SCHEMA) }],
  });
  const values = columns.map(groupColumn);
  let rows = 0;
  const writeGroup = () => {
    const count = rows;
    const columnData = columns.map(
      (column, at): ColumnSource => ({
        name: column.name,
        data: new Lazy(count, () => (values[at] as GroupColumn).take(count)) as unknown as unknown[],
        codec: codecOf(column),
        ...(column.repeats && { encoding: 'RLE_DICTIONARY' as const }),
      }),
    );
    parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
    rows = 0;
  };
  return {
    add(row: Row) {
      for (const column of values) column.put(rows, row);
      if (++rows === GROUP_ROWS) writeGroup();
    },
    finish() {
      if (rows > 0) writeGroup();
      parquet.finish();
    },
  };
}

/**
 * The values of a column, made when the writer comes to it: it takes one column after the other, and the values of all at once
 * are four times the memory.
 */
class Lazy {
  readonly length: number;
  readonly slice: () => unknown[];

  constructor(length: number, make: () => unknown[]) {
    this.length = length;
    this.slice = make;
  }
}

/** Digests are hex of random bytes: snappy takes a fifth off what repeats by chance, and as long as all the rest. */
function codecOf({ type }: WrittenColumn): 'UNCOMPRESSED' | 'SNAPPY' {
  return type === 'digest' ? 'UNCOMPRESSED' : 'SNAPPY';
}

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } } as const;

/** Physical and logical types: no unsigned, no nested ones, no nanoseconds, which some engine or other does not read. */
const TYPES: Readonly<Record<WrittenColumn['type'], Omit<SchemaElement, 'name'>>> = {
  text: TEXT,
  digest: TEXT,
  int64: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
};

function elementOf({ name, type, isNullable }: WrittenColumn): SchemaElement {
  return { name, repetition_type: isNullable ? 'OPTIONAL' : 'REQUIRED', ...TYPES[type] };
}

/** Writes a row group to the file when it is whole. */
class FileBytes extends ByteWriter {
  readonly #file: PartFile;

  constructor(file: PartFile) {
    super();
    this.#file = file;
  }

  flush(): void {
    this.#file.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
