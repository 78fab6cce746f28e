import type { Table } from '../../src/export/tables/table.ts';
import { TABLES } from '../../src/export/tables/tables.ts';
import { type WrittenColumn, writtenColumns } from '../../src/export/tables/written-columns.ts';
import { code, fence, markdownTable, plain } from './markdown.ts';

/** Columns of a line of SQL. */
const WIDTH = 116;

/** The tables of an export: what each is, and its columns. */
export function exportedTables(): string {
  return TABLES.map(({ name, description, columns, isTimeless }) => {
    const rows = writtenColumns(columns).map((column) => [
      code(column.name),
      SHOWN[column.type],
      `${plain(column.description)}${column.isNullable && !/\bnull\b|_base64$/.test(column.description + column.name) ? '; may be null' : ''}`,
    ]);
    const timeless = isTimeless === true ? ' It lies at no date: each export has all of it.' : '';
    return `### ${code(name)}\n\n${description}${timeless}\n\n${markdownTable(['column', 'type', 'meaning'], rows)}`;
  }).join('\n');
}

const SHOWN: Readonly<Record<WrittenColumn['type'], string>> = {
  text: 'text',
  digest: 'text',
  int64: 'int64',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
};

/** How an engine is told of the tables. */
interface Engine {
  readonly types: Readonly<Record<WrittenColumn['type'], string>>;
  readonly create: (table: Table, columns: readonly WrittenColumn[]) => string;
}

/** The statements that tell an engine of all tables. */
export function createStatements(engine: string): string {
  const { create } = ENGINES[engine] as Engine;
  return fence('sql', TABLES.map((table) => create(table, writtenColumns(table.columns))).join('\n'));
}

/** By the engine's name: a column's type in its SQL. */
export function typeIn(engine: string, { type }: WrittenColumn): string {
  return (ENGINES[engine] as Engine).types[type];
}

const HIVE = {
  text: 'string',
  digest: 'string',
  int64: 'bigint',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
};
const TRINO = { ...HIVE, text: 'varchar', digest: 'varchar', timestamp: 'timestamp(6)' };
const CLICKHOUSE = {
  text: 'String',
  digest: 'String',
  int64: 'Int64',
  double: 'Float64',
  boolean: 'Bool',
  timestamp: "DateTime64(6, 'UTC')",
};

const ENGINES: Readonly<Record<string, Engine>> = {
  duckdb: {
    types: { ...TRINO, timestamp: 'timestamptz' },
    create: ({ name, isTimeless }) =>
      `CREATE VIEW ${name} AS SELECT * FROM read_parquet('s3://fleet/${name}/${globOf(isTimeless)}',
  hive_partitioning = true, hive_types = {${partsOf(isTimeless)
    .map((part) => `'${part}': VARCHAR`)
    .join(', ')}}, union_by_name = true);\n`,
  },
  clickhouse: {
    types: CLICKHOUSE,
    create: ({ name, isTimeless }, columns) => {
      const all = columns.map((column) => {
        const type = CLICKHOUSE[column.type];
        return `${column.name} ${column.isNullable ? `Nullable(${type})` : type}`;
      });
      const structure = wrap([...all, ...partsOf(isTimeless).map((part) => `${part} String`)]);
      return `CREATE VIEW ${name} AS SELECT * FROM s3('https://fleet.s3.amazonaws.com/${name}/${globOf(isTimeless)}', 'Parquet', '
${structure.replaceAll("'", "''")}');\n`;
    },
  },
  trino: {
    types: TRINO,
    create: ({ name, isTimeless }, columns) =>
      `CREATE TABLE ${name} (
${wrap([...columns.map((column) => `"${column.name}" ${TRINO[column.type]}`), ...partsOf(isTimeless).map((part) => `"${part}" varchar`)])}
) WITH (format = 'PARQUET', external_location = 's3://fleet/${name}/',
  partitioned_by = ARRAY[${partsOf(isTimeless)
    .map((part) => `'${part}'`)
    .join(', ')}]);\n`,
  },
  athena: {
    types: HIVE,
    create: ({ name, isTimeless }, columns) =>
      `CREATE EXTERNAL TABLE ${name} (
${wrap(columns.map((column) => `\`${column.name}\` ${HIVE[column.type]}`))}
) PARTITIONED BY (${partsOf(isTimeless)
        .map((part) => `\`${part}\` string`)
        .join(', ')}) STORED AS PARQUET LOCATION 's3://fleet/${name}/' TBLPROPERTIES (
  'projection.enabled' = 'true', 'projection.registry.type' = 'enum', 'projection.registry.values' = 'eu,us',
${isTimeless === true ? '' : "  'projection.dt.type' = 'date', 'projection.dt.format' = 'yyyy-MM-dd', 'projection.dt.range' = '2026-01-01,NOW',\n"}  'storage.location.template' = 's3://fleet/${name}/${partsOf(
        isTimeless,
      )
        .map((part) => `${part}=\${${part}}`)
        .join('/')}/');\n`,
  },
  spark: {
    types: HIVE,
    create: ({ name, isTimeless }, columns) =>
      `CREATE TABLE ${name} (
${wrap([...columns.map((column) => `\`${column.name}\` ${HIVE[column.type]}`), ...partsOf(isTimeless).map((part) => `\`${part}\` string`)])}
) USING parquet PARTITIONED BY (${partsOf(isTimeless).join(', ')}) LOCATION 's3a://fleet/${name}/';
MSCK REPAIR TABLE ${name};\n`,
  },
};

function partsOf(isTimeless: true | undefined): string[] {
  return isTimeless === true ? ['registry'] : ['registry', 'dt'];
}

function globOf(isTimeless: true | undefined): string {
  return `${partsOf(isTimeless)
    .map((part) => `${part}=*`)
    .join('/')}/part-0.parquet`;
}

/** Entries with commas between them, as many a line as fit. */
function wrap(entries: readonly string[]): string {
  const lines: string[] = [];
  for (const [at, entry] of entries.entries()) {
    const piece = at < entries.length - 1 ? `${entry},` : entry;
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length < WIDTH)
      lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(`  ${piece}`);
  }
  return lines.join('\n');
}
