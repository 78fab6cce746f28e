import { createRequire } from 'node:module';
import { DuckDBInstance } from '@duckdb/node-api';

/** A database that reads exports. */
export interface Engine {
  readonly name: string;
  run(sql: string): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>;
  close(): void;
}

type Begin = (root: string) => Promise<Engine>;

/** The engines to ask: DuckDB, and ClickHouse's where STOWAGE_CHDB says where the package `chdb` is installed. */
export const ENGINES: ReadonlyArray<readonly [string, Begin]> = [
  ['duckdb', beginDuckdb],
  ...(process.env['STOWAGE_CHDB'] ? ([['clickhouse', beginClickhouse]] as const) : []),
];

/** DuckDB, with `root` in the place of the bucket that the pages name. */
export async function beginDuckdb(root: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    name: 'duckdb',
    run: async (sql) => {
      const reader = await connection.runAndReadAll(sql.replaceAll('s3://fleet/', `${root}/`));
      return reader.getRowObjectsJson();
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** What is used of chdb, which is in no lockfile. */
interface Chdb {
  readonly Session: new () => { query(sql: string, format: string): string; close(): void };
}

async function beginClickhouse(root: string): Promise<Engine> {
  const { Session } = createRequire(import.meta.url)(String(process.env['STOWAGE_CHDB'])) as Chdb;
  const session = new Session();
  const local = (sql: string) =>
    sql.replaceAll("s3('https://fleet.s3.amazonaws.com/", `file('${root}/`).trim().replace(/;$/, '');
  return {
    name: 'clickhouse',
    run: async (sql) =>
      session
        .query(local(sql), 'JSONEachRow')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    close: () => session.close(),
  };
}
