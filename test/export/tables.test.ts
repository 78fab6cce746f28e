import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TABLES } from '../../src/export/tables/tables.ts';
import { writtenColumns } from '../../src/export/tables/written-columns.ts';
import { ask, type Inventory, openInventory, UsageError, WriteError } from '../../src/index.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { beginDuckdb, type Engine } from './engines.ts';
import { exportTo } from './fleet-volumes.ts';

const OLD_EXPORT = fileURLToPath(new URL('../../fixtures/exports/0.1.0', import.meta.url));
const NOT_UTF8 = Buffer.from([0x62, 0xff, 0x1b, 0x41]);
const HOSTILE = ['=cmd|calc', '@sum', 'a,b"c', 'two\nlines', 'über', "it's; DROP TABLE tags"];

const dir = temporaryDirectory();
let duckdb: Engine;
beforeAll(async () => {
  duckdb = await beginDuckdb('');
});
afterAll(() => duckdb.close());

const out = () => path.join(dir(), 'out');
/** The one file of a table, in whatever partition. */
const fileOf = (table: string, extension: string, root = out()) => {
  const files = fs.readdirSync(path.join(root, table), { recursive: true, encoding: 'utf8' });
  return path.join(root, table, files.find((name) => name.endsWith(`part-0.${extension}`)) ?? 'none');
};
const read = (table: string, what = '*') =>
  duckdb.run(`SELECT ${what} FROM read_parquet('${fileOf(table, 'parquet')}', hive_partitioning = false)`);
/** Everything below a directory but directories. */
const filesIn = (root: string) =>
  fs.existsSync(root)
    ? fs
        .readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)))
        .sort()
    : [];

/** A volume with repositories that are called so, and have a tag of the same name. */
function volumeWith(names: readonly string[]): VolumeBuilder {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  for (const name of names)
    volume
      .repository(name)
      .image({ layers: ['base'], tag: name })
      .upload({});
  volume.orphan('nobody');
  return volume;
}

/** Gives a repository a tag whose name is no UTF-8. */
function plantOddTag(volume: VolumeBuilder, name: string): VolumeBuilder {
  const tags = volume.resolve(`${REPOSITORIES}/${name}/_manifests/tags`);
  fs.cpSync(path.join(tags, name), path.join(tags, 'copied'), { recursive: true });
  fs.renameSync(path.join(tags, 'copied'), Buffer.concat([Buffer.from(`${tags}/`), NOT_UTF8]));
  return volume;
}

describe('Parquet', () => {
  let inventory: Inventory;
  beforeEach(async () => {
    inventory = await recordedInventoryOf(demoCopy(dir()).dir);
    await exportTo(out(), inventory, 'demo');
  });

  it('lies where engines look for partitions, with no column that is in the path too', async () => {
    inventory.close();
    const day = new Date(inventory.scan.scanned_at / 1000).toISOString().slice(0, 10);
    expect(filesIn(out())).toEqual(
      TABLES.map(({ name, isTimeless }) =>
        path.join(name, 'registry=demo', isTimeless === true ? '' : `dt=${day}`, 'part-0.parquet'),
      ).sort(),
    );
    for (const { name, columns } of TABLES) {
      const names = (
        await duckdb.run(
          `DESCRIBE SELECT * FROM read_parquet('${fileOf(name, 'parquet')}', hive_partitioning = false)`,
        )
      ).map((row) => row['column_name']);
      expect(names).toEqual(writtenColumns(columns).map((column) => column.name));
      expect(names).not.toContain('registry');
      expect(names).not.toContain('dt');
    }
  });

  it('says the number of its schema, and has dictionaries and snappy', async () => {
    inventory.close();
    const metadata = (fn: string, table: string) =>
      duckdb.run(`SELECT * FROM ${fn}('${fileOf(table, 'parquet')}')`);
    const [said] = await duckdb.run(
      `SELECT decode(value) AS value FROM parquet_kv_metadata('${fileOf('tags', 'parquet')}') WHERE decode(key) = 'stowage.schema'`,
    );
    expect(said).toEqual({ value: '1' });
    const kinds = (await metadata('parquet_metadata', 'manifest_references')).find(
      (row) => row['path_in_schema'] === 'kind',
    );
    expect(kinds).toMatchObject({ compression: 'SNAPPY' });
    expect(String(kinds?.['encodings'])).toContain('RLE_DICTIONARY');
    const times = (await metadata('parquet_schema', 'tags')).find((row) => row['name'] === 'modified_at');
    expect(times).toMatchObject({ type: 'INT64', converted_type: 'TIMESTAMP_MICROS' });
    expect(String(times?.['logical_type'])).toMatch(/isAdjustedToUTC=1.*MICROS|isAdjustedToUTC=true.*MICROS/);
  });

  it('has what NDJSON and CSV have, and they have it', async () => {
    for (const to of ['ndjson', 'csv'] as const) await exportTo(out(), inventory, 'demo', to);
    inventory.close();
    for (const { name, columns } of TABLES) {
      const written = writtenColumns(columns);
      const asText = written.map(({ name: column, type }) =>
        type === 'timestamp' ? `epoch_us(${column}) AS ${column}` : column,
      );
      const rows = (await read(name, asText.join(', '))).map((row) => textsOf(row, written));
      const lines = fs.readFileSync(fileOf(name, 'ndjson'), 'utf8').split('\n').slice(0, -1);
      expect(
        lines.map((line) => textsOf(JSON.parse(line) as Row, written)),
        `${name}.ndjson`,
      ).toEqual(rows);
      const cells = parse(fs.readFileSync(fileOf(name, 'csv')), { columns: true }) as Row[];
      expect(
        cells.map((row) => textsOf(row, written)),
        `${name}.csv`,
      ).toEqual(rows);
    }
  });

  it('reads together with an export of the first version, whose columns are all there still', async () => {
    inventory.close();
    for (const { name } of TABLES) {
      const describe = async (root: string) =>
        (
          await duckdb.run(
            `DESCRIBE SELECT * FROM read_parquet('${fileOf(name, 'parquet', root)}', hive_partitioning = false)`,
          )
        ).map((row) => `${row['column_name']} ${row['column_type']}`);
      const [old, now] = [await describe(OLD_EXPORT), await describe(out())];
      expect(now.slice(0, old.length), name).toEqual(old);
      const files = [fileOf(name, 'parquet', OLD_EXPORT), fileOf(name, 'parquet')];
      const counts = await duckdb.run(
        `SELECT registry, count(*) AS rows FROM read_parquet([${files.map((file) => `'${file}'`).join(', ')}],
           hive_partitioning = true, union_by_name = true) GROUP BY registry`,
      );
      expect(counts.every((row) => Number(row['rows']) > 0)).toBe(true);
      if (name !== 'events') expect(counts, name).toHaveLength(2);
    }
  });

  it('has what repositories took at each scan that found it changed, as the history has it', async () => {
    inventory.close();
    const volume = demoCopy(path.join(dir(), 'later'));
    const first = await recordedInventoryOf(volume.dir);
    const rows = () => read('accounts', 'scan, repository, is_there, bytes, tags');
    await exportTo(out(), first, 'demo');
    const before = await rows();
    first.close();
    const { repositories = [] } = await ask.usage(openInventory(first.path));
    expect(before).toEqual(
      repositories.map(({ name, bytes, tags }) => ({
        scan: '1',
        repository: name,
        is_there: true,
        bytes: String(bytes),
        tags: String(tags),
      })),
    );
    volume.repository('shop/web').image({ layers: ['new'], tag: 'new' });
    volume.remove(`${REPOSITORIES}/ops/backup`);
    const second = await recordedInventoryOf(volume.dir);
    await exportTo(out(), second, 'demo');
    const changed = (await rows()).slice(before.length);
    second.close();
    const { repositories: now = [] } = await ask.usage(openInventory(second.path));
    const web = now.find(({ name }) => name === 'shop/web');
    expect(changed).toContainEqual({
      scan: '2',
      repository: 'shop/web',
      is_there: true,
      bytes: String(web?.bytes),
      tags: String(web?.tags),
    });
    expect(changed).toContainEqual({
      scan: '2',
      repository: 'ops/backup',
      is_there: false,
      bytes: '0',
      tags: '0',
    });
    expect(changed.length).toBeLessThan(before.length);
  });

  it('is replaced whole by another export of the day, and what a killed one left goes', async () => {
    const file = fileOf('blobs', 'parquet');
    const before = fs.statSync(file).ino;
    const dead = path.join(path.dirname(file), '.part-0.parquet.999999999-0123abcd');
    const living = path.join(path.dirname(file), `.part-0.parquet.${process.ppid}-0123abcd`);
    for (const part of [dead, living]) fs.writeFileSync(part, 'half of it');
    await exportTo(out(), inventory, 'demo');
    inventory.close();
    expect(fs.statSync(file).ino).not.toBe(before);
    expect(filesIn(out()).filter((name) => path.basename(name).startsWith('.'))).toEqual([
      path.relative(out(), living),
    ]);
    expect(filesIn(out())).toHaveLength(TABLES.length + 1);
  });
});

type Row = Readonly<Record<string, unknown>>;

/** Values as text, alike in all formats. */
function textsOf(row: Row, columns: ReturnType<typeof writtenColumns>): Array<string | null> {
  return columns.map(({ name, type }) => {
    const value = row[name];
    if (value === null || value === undefined || value === '') return null;
    if (type === 'double') return Number(value).toFixed(6);
    if (type !== 'timestamp' || /^-?\d+$/.test(String(value))) return String(value);
    return String(Date.parse(String(value)) * 1000 + Number(String(value).slice(-4, -1)));
  });
}

describe('names from a volume', () => {
  it('are exact in Parquet and NDJSON, and harmless in CSV', async () => {
    const inventory = await recordedInventoryOf(plantOddTag(volumeWith(HOSTILE), 'über').dir);
    for (const to of ['parquet', 'ndjson', 'csv'] as const) await exportTo(out(), inventory, 'a', to);
    inventory.close();
    const names = (await read('repositories')).map((row) => row['name']);
    expect([...names].sort()).toEqual([...HOSTILE].sort());
    const [odd] = await duckdb.run(
      `SELECT tag, tag_base64 FROM read_parquet('${fileOf('tags', 'parquet')}') WHERE tag_base64 IS NOT NULL`,
    );
    expect(odd).toEqual({ tag: NOT_UTF8.toString(), tag_base64: NOT_UTF8.toString('base64') });
    const ndjson = fs.readFileSync(fileOf('tags', 'ndjson'), 'utf8');
    expect(ndjson).not.toContain('\u001b');
    const lines = ndjson.split('\n').slice(0, -1);
    expect(lines.map((line) => (JSON.parse(line) as Row)['tag'])).toEqual(
      (await read('tags')).map((row) => row['tag']),
    );
    const csv = parse(fs.readFileSync(fileOf('tags', 'csv')), { columns: true }) as Row[];
    const cells = csv.map((row) => String(row['tag']));
    expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=cmd|calc");
    expect(cells).toContain('two\nlines');
  });
});

describe('tables without rows', () => {
  it('are files with their columns', async () => {
    const inventory = await recordedInventoryOf(volumeWith([]).dir);
    for (const to of ['parquet', 'ndjson', 'csv'] as const) await exportTo(out(), inventory, 'empty', to);
    inventory.close();
    expect(await read('tags', 'count(*) AS rows')).toEqual([{ rows: '0' }]);
    expect(await read('blobs', 'count(*) AS rows')).toEqual([{ rows: '1' }]);
    expect(fs.readFileSync(fileOf('tags', 'ndjson'), 'utf8')).toBe('');
    expect(fs.readFileSync(fileOf('uploads', 'csv'), 'utf8')).toMatch(
      /^repository,repository_base64,[^\n]*\r\n$/,
    );
  });
});

describe('a target that cannot be one', () => {
  let inventory: Inventory;
  beforeEach(async () => {
    inventory = await recordedInventoryOf(volumeWith(['app']).dir);
    return () => inventory.close();
  });

  it('is inside the volume, by whatever way: nothing is written there', async () => {
    const volume = path.join(dir(), 'volume');
    const before = filesIn(volume);
    fs.symlinkSync(path.join(volume, REPOSITORIES), path.join(dir(), 'link'));
    for (const target of [volume, `${volume}/new/er`, path.join(dir(), 'link'), path.join(dir(), 'link/new')])
      await expect(exportTo(target, inventory, 'a'), target).rejects.toThrow(UsageError);
    // What leads into the volume from a directory that does not.
    fs.mkdirSync(out());
    fs.symlinkSync(volume, path.join(out(), 'blobs'));
    await expect(exportTo(out(), inventory, 'a')).rejects.toThrow(/lies inside the volume/);
    expect(filesIn(volume)).toEqual(before);
  });

  it('is a file, or a place where nothing can be made', async () => {
    fs.writeFileSync(out(), 'mine');
    await expect(exportTo(out(), inventory, 'a')).rejects.toThrow(/is no directory/);
    await expect(exportTo('/proc/stowage', inventory, 'a')).rejects.toThrow(WriteError);
    expect(fs.readFileSync(out(), 'utf8')).toBe('mine');
  });

  it.each(['../up', 'a/b', '', 'a b', 'é'])('is called %j among others', async (name) => {
    await expect(exportTo(out(), inventory, name)).rejects.toThrow(UsageError);
    expect(filesIn(dir()).filter((file) => file.endsWith('.parquet'))).toEqual([]);
  });
});
