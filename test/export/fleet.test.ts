import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLES } from '../../src/export/tables/tables.ts';
import { writtenColumns } from '../../src/export/tables/written-columns.ts';
import { ask, type Inventory } from '../../src/index.ts';
import { fenced } from '../docs/fences.ts';
import { typeIn } from '../docs/from-tables.ts';
import { page, section } from '../docs/pages.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { beginDuckdb, ENGINES, type Engine } from './engines.ts';
import { exportTo, makeEarlierDemo, makeFleet } from './fleet-volumes.ts';

const fleetPage = page('docs/fleet.md');
/** The queries below a heading. */
const queries = (heading: string) => fenced(section(fleetPage, heading), 'sql');
const dir = sharedDirectory();
const root = () => path.join(dir(), 'fleet');
let fleet: ReadonlyMap<string, Inventory>;

beforeAll(async () => {
  fleet = await makeFleet(dir());
  const earlier = await makeEarlierDemo(dir());
  await exportTo(root(), earlier, 'demo');
  earlier.close();
  for (const [name, inventory] of fleet) await exportTo(root(), inventory, name);
});
afterAll(() => {
  for (const inventory of fleet.values()) inventory.close();
});

it('in CI ClickHouse is asked as well', () => {
  if (process.env['CI'] !== undefined) expect(process.env['STOWAGE_CHDB']).toBeTruthy();
});

describe.each(ENGINES)('docs/fleet.md, run by %s', (name, begin) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await begin(root());
    const title = { duckdb: '### DuckDB', clickhouse: '### ClickHouse' }[name] ?? '';
    for (const block of [...queries(title), ...queries('## The latest of each')])
      for (const statement of block.split(/;$/m)) if (statement.trim() !== '') await engine.run(statement);
  });
  afterAll(() => engine.close());

  const rowsOf = async (heading: string, which = 0) => {
    const rows = await engine.run(queries(heading)[which] ?? '');
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(key, value)])),
    );
  };
  const bySql = <Row>(sql: string) => {
    const found = [...fleet].flatMap(([registry, { database }]) =>
      (database.prepare(sql).all() as Row[]).map((row) => ({ registry, ...row })),
    );
    return found;
  };

  it('knows every table, with its columns', async () => {
    for (const table of TABLES) {
      const [row] = await engine.run(`SELECT count(*) AS rows FROM ${table.name}`);
      expect(Number(row?.['rows']), table.name).toBeGreaterThanOrEqual(0);
      const names = writtenColumns(table.columns).map((column) => column.name);
      expect(
        await engine.run(`SELECT ${names.join(', ')}, registry FROM ${table.name} LIMIT 1`),
      ).toBeDefined();
    }
  });

  it('usage by registry is what usage says in all', async () => {
    const rows = await rowsOf('### Usage by registry and repository');
    expect(rows.map(({ registry }) => registry).sort()).toEqual(['broken', 'demo', 'random']);
    for (const row of rows) {
      const { totals } = await ask.usage(fleet.get(String(row['registry'])) as Inventory);
      expect(row).toEqual({
        registry: row['registry'],
        dt: '2026-11-26',
        blobs: totals.blobs,
        blob_bytes: totals.blobBytes,
        tagged_bytes: totals.taggedBytes,
        untagged_bytes: totals.untaggedBytes,
        unreferenced_bytes: totals.unreferencedBytes,
        upload_bytes: totals.uploadBytes,
        other_bytes: totals.otherBytes,
        volume_bytes: totals.volumeBytes,
      });
    }
  });

  it('blobs add up to the same', async () => {
    const rows = await engine.run(
      'SELECT registry, state, sum(counted_bytes) AS total FROM blobs JOIN latest USING (registry, dt) GROUP BY registry, state',
    );
    const totalOf = (registry: string, state: string) =>
      Number(rows.find((row) => row['registry'] === registry && row['state'] === state)?.['total'] ?? 0);
    for (const [registry, inventory] of fleet) {
      const { totals } = await ask.usage(inventory);
      const { taggedBytes, untaggedBytes, unreferencedBytes } = totals;
      expect(['tagged', 'untagged', 'unreferenced'].map((state) => totalOf(registry, state))).toEqual([
        taggedBytes,
        untaggedBytes,
        unreferencedBytes,
      ]);
    }
  });

  it('usage by repository is what usage lists', async () => {
    const rows = await rowsOf('### Usage by registry and repository', 1);
    for (const [registry, inventory] of fleet) {
      const { repositories = [] } = await ask.usage(inventory);
      const expected = repositories.map((each) => ({
        registry,
        name: each.name,
        tags: each.tags,
        revisions: each.revisions,
        bytes: each.bytes,
        unique_bytes: each.uniqueBytes,
        shared_bytes: each.sharedBytes,
        fair_share_bytes: each.fairShareBytes,
        tagged_bytes: each.taggedBytes,
        untagged_bytes: each.untaggedBytes,
        upload_bytes: each.uploadBytes,
      }));
      expect(sortedRows(rows.filter((row) => row['registry'] === registry))).toEqual(sortedRows(expected));
    }
  });

  it('blobs that registries share are those that stand in several', async () => {
    const rows = await rowsOf('### Blobs that registries share, and what one store would save');
    const stored = new Map<string, number[]>();
    for (const { digest, counted } of bySql<{ digest: string; counted: number }>(
      'SELECT hex(digest) AS digest, iif(hard_link_of IS NULL, bytes, 0) AS counted FROM blob WHERE bytes IS NOT NULL',
    ))
      stored.set(digest, [...(stored.get(digest) ?? []), counted]);
    const shared = [...stored.values()].filter((sizes) => sizes.length > 1);
    expect(shared.length).toBeGreaterThan(40);
    const saved = shared.reduce((sum, sizes) => sum + sizes.reduce((a, b) => a + b) - Math.max(...sizes), 0);
    const total = (key: string) => rows.reduce((sum, row) => sum + Number(row[key]), 0);
    expect([total('blobs'), total('saved_bytes')]).toEqual([shared.length, saved]);
  });

  it('orphans are what orphans says', async () => {
    const rows = await rowsOf('### Orphans');
    for (const [registry, inventory] of fleet) {
      const { totals, undetermined } = await ask.orphans(inventory);
      const row = rows.find((each) => each['registry'] === registry);
      expect([registry, Number(row?.['orphans'] ?? 0), Number(row?.['freed_bytes'] ?? 0)]).toEqual([
        registry,
        totals.blobs,
        totals.bytes,
      ]);
      expect(row?.['is_undetermined'], registry).toBe(undetermined);
      const [young] = await engine.run(
        `SELECT count(*) AS blobs, sum(orphan_bytes) AS freed FROM blobs JOIN latest USING (registry, dt)
         WHERE registry = '${registry}' AND state = 'unreferenced' AND is_young`,
      );
      expect([Number(young?.['blobs']), Number(young?.['freed'] ?? 0)]).toEqual([
        totals.youngBlobs,
        totals.youngBytes,
      ]);
    }
  });

  it('untagged is what usage says in all', async () => {
    const rows = await rowsOf('### Untagged');
    for (const [registry, inventory] of fleet) {
      const { totals } = await ask.usage(inventory);
      const row = rows.find((each) => each['registry'] === registry);
      expect(Number(row?.['untagged_bytes'] ?? 0), registry).toBe(totals.untaggedBytes);
    }
  });

  it('growth is from the first date to the last', async () => {
    const rows = await rowsOf('### Growth between dates');
    const { totals } = await ask.usage(fleet.get('demo') as Inventory);
    const [first] = await engine.run(
      "SELECT volume_bytes FROM scans WHERE registry = 'demo' AND dt = '2026-11-16'",
    );
    const grown = totals.volumeBytes - Number(first?.['volume_bytes']);
    expect(grown).toBeGreaterThan(0);
    expect(rows[0]).toEqual({
      registry: 'demo',
      first_dt: '2026-11-16',
      last_dt: '2026-11-26',
      grown_bytes: grown,
    });
    expect(rows.slice(1).map((row) => row['grown_bytes'])).toEqual([0, 0]);
  });

  it('a base image is in the images that have all of its layers', async () => {
    const rows = await rowsOf('### Who still has a base image');
    const base = /manifest = 'sha256:([0-9a-f]+)'/.exec(
      queries('### Who still has a base image')[0] ?? '',
    )?.[1];
    const layersOf = "SELECT DISTINCT blob_id FROM reference WHERE kind = 'layer' AND manifest_id =";
    const holding = bySql(
      `SELECT repository.name AS repository, count(*) AS images FROM revision JOIN repository ON repository.id = repository_id
       WHERE EXISTS (SELECT 1 FROM manifest WHERE manifest.blob_id = revision.blob_id)
         AND (SELECT count(*) FROM (${layersOf} (SELECT id FROM blob WHERE digest = x'${base}'))) > 0
         AND NOT EXISTS (${layersOf} (SELECT id FROM blob WHERE digest = x'${base}')
           EXCEPT ${layersOf} revision.blob_id)
       GROUP BY repository.name ORDER BY repository.name`,
    );
    expect(holding.length).toBeGreaterThan(5);
    expect(sortedRows(rows)).toEqual(sortedRows(holding));
  });

  it('tags with other digests are those that moved', async () => {
    const rows = await rowsOf('### The same tag with other digests');
    expect(rows).toContainEqual({ repository: 'shop/web', tag: '2.4.0', digests: 2, registries: 2 });
    expect(rows.filter(({ digests }) => Number(digests) < 2)).toEqual([]);
  });

  it('the largest tags are those of usage', async () => {
    const rows = await rowsOf('### The largest tags');
    const all: Array<Record<string, unknown>> = [];
    for (const [registry, inventory] of fleet) {
      const { tags = [] } = await ask.usage(inventory, { by: 'tag' });
      for (const { repository, tag, kind, bytes, uniqueBytes } of tags)
        all.push({ registry, repository, tag, kind, bytes, unique_bytes: uniqueBytes });
    }
    expect(all.length).toBeGreaterThan(rows.length);
    const largest = all.map(({ bytes }) => Number(bytes)).sort((a, b) => b - a);
    expect(rows.map(({ bytes }) => bytes)).toEqual(largest.slice(0, 20));
    expect(sortedRows(rows.map((row) => all.find((each) => isSameTag(each, row)) ?? {}))).toEqual(
      sortedRows(rows),
    );
  });

  it('stale uploads are those that check finds', async () => {
    const rows = await rowsOf('### Stale uploads');
    for (const [registry, inventory] of fleet) {
      const { findings } = await ask.check(inventory);
      const stale = findings.filter(({ id }) => id === 'upload-stale').length;
      const row = rows.find((each) => each['registry'] === registry);
      expect(Number(row?.['uploads'] ?? 0), registry).toBe(stale);
    }
    expect(rows.length).toBeGreaterThan(1);
  });

  it('damage is what check finds', async () => {
    const rows = await rowsOf('### Damage by registry');
    for (const [registry, inventory] of fleet) {
      const { totals } = await ask.check(inventory);
      const count = (severity: string) =>
        rows
          .filter((row) => row['registry'] === registry && row['severity'] === severity)
          .reduce((sum, row) => sum + Number(row['findings']), 0);
      expect({ corruption: count('corruption'), warning: count('warning'), info: count('info') }).toEqual(
        totals,
      );
    }
    expect(rows.length).toBeGreaterThan(5);
  });

  it('history is there once for each registry', async () => {
    const rows = await engine.run(
      'SELECT registry, count(*) AS scans FROM history GROUP BY registry ORDER BY registry',
    );
    expect(rows.map((row) => [row['registry'], Number(row['scans'])])).toEqual([
      ['broken', 1],
      ['demo', 1],
      ['random', 1],
    ]);
  });
});

describe.each(['trino', 'athena', 'spark'])('the statements for %s, which no test runs', (engine) => {
  const title = { trino: '### Trino', athena: '### Athena', spark: '### Spark' }[engine] ?? '';

  it('have every column of every file, with its type', async () => {
    const duckdb = await beginDuckdb(root());
    const statements = queries(title).join('\n');
    for (const { name, columns } of TABLES) {
      const [, body = ''] =
        new RegExp(`CREATE (?:EXTERNAL )?TABLE ${name} \\((.*?)^\\)`, 'ms').exec(statements) ?? [];
      const declared = [...body.matchAll(/["`](\w+)["`] ([a-z]+(?:\(6\))?)/g)].map(([, column, type]) => [
        column,
        type,
      ]);
      const described = await duckdb.run(
        `DESCRIBE SELECT * FROM read_parquet('${root()}/${name}/**/*.parquet', hive_partitioning = false)`,
      );
      const inFile = described.map((row) => [
        row['column_name'],
        typeIn(engine, typed(String(row['column_type']))),
      ]);
      expect(
        declared.filter(([column]) => column !== 'registry' && column !== 'dt'),
        name,
      ).toEqual(inFile);
      expect(inFile).toHaveLength(writtenColumns(columns).length);
    }
    duckdb.close();
  });
});

/** A column of a type that DuckDB calls so. */
function typed(type: string): Parameters<typeof typeIn>[1] {
  const types = {
    VARCHAR: 'text',
    BIGINT: 'int64',
    DOUBLE: 'double',
    BOOLEAN: 'boolean',
    'TIMESTAMP WITH TIME ZONE': 'timestamp',
  } as const;
  const found = types[type as keyof typeof types];
  if (found === undefined) throw new Error(`No column is to be ${type}.`);
  return { name: '', type: found, isNullable: false, repeats: false, description: '' };
}

/** Engines write large numbers as text, some of them; names may look like numbers. */
function plain(key: string, value: unknown): unknown {
  if (key === 'tag' || key === 'repository' || key === 'name') return value;
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

function sortedRows(rows: ReadonlyArray<object>): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

function isSameTag(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return a['registry'] === b['registry'] && a['repository'] === b['repository'] && a['tag'] === b['tag'];
}
