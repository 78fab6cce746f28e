import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Inventory } from '../../src/index.ts';
import { historyPath, openHistoryToWrite } from '../../src/inventory/beside/history-file.ts';
import { NAMED_QUERIES } from '../../src/sql/named/all.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory, temporaryDirectory } from '../support/temporary-directory.ts';
import { askHere } from './ask-here.ts';

const shared = sharedDirectory();
let demo: Inventory;
beforeAll(async () => {
  demo = await recordedInventoryOf(demoCopy(shared()).dir);
  fillHistory(historyPath(demo.path));
});
afterAll(() => demo.close());

/** Three scans, a day apart, of a volume that grew and shrank. */
function fillHistory(file: string): void {
  fs.rmSync(file);
  const history = openHistoryToWrite(file);
  const day = 86_400_000_000;
  const columns = history
    .prepare<[], { name: string; type: string; notnull: number }>(
      'SELECT name, type, "notnull" FROM pragma_table_info(\'scan\')',
    )
    .all();
  const insert = history.prepare(`INSERT INTO scan VALUES (${columns.map(({ name }) => `:${name}`).join()})`);
  for (const [at, bytes] of [1000, 3000, 2500].entries()) {
    const blank = Object.fromEntries(columns.map(({ name, type }) => [name, type === 'TEXT' ? '' : 0]));
    insert.run({
      ...blank,
      number: at + 1,
      id: `scan-${at}`,
      scanned_at: at * 40 * day,
      blob_bytes: bytes,
      upload_bytes: 7,
    });
  }
  history.exec("INSERT INTO repository VALUES (1, 'team/app'), (2, 'team/web')");
  const event = history.prepare(
    'INSERT INTO event (scan, seen_at, kind, repository_id, tag) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [scan, kind, repository, tag] of [
    [1, 'tag-pushed', 1, 'too long ago'],
    [3, 'tag-pushed', 2, 'a'],
    [3, 'tag-moved', 2, 'a'],
    [3, 'tag-moved', 2, 'b'],
    [3, 'tag-removed', 1, 'a'],
    [3, 'tag-moved', 1, 'a'],
  ] as const)
    event.run(scan, (scan - 1) * 40 * day, kind, repository, tag);
  history.close();
}

const NEEDED: Readonly<Record<string, Record<string, string>>> = {
  'tags-of-digest': {
    digest: 'sha256:4298f5d7b7e1fcb647d5b6d48892de53eb0f075de9bbe7108edd02720a92d491',
  },
};

describe('the queries of ours', () => {
  it.each(Object.keys(NAMED_QUERIES))('%s has an answer on fixtures/demo', async (name) => {
    const rows = askHere(demo, name, NEEDED[name] ?? {});
    // Ages are told from the scan, which is of today.
    const text = JSON.stringify(rows, null, 1).replaceAll(/"days": \d+/g, '"days": …');
    await expect(`${text}\n`).toMatchFileSnapshot(`expected/${name}.txt`);
  });

  it.each(Object.entries(NAMED_QUERIES))('%s says what its parameters are', (_, { parameters = {}, sql }) => {
    const used = new Set([...sql.matchAll(/:(\w+)/g)].map(([, each]) => each));
    expect(new Set(Object.keys(parameters))).toEqual(
      new Set([...used].filter((each) => !/^\d/.test(each ?? ''))),
    );
  });

  it('are so many that the commonest questions have one', () => {
    expect(Object.keys(NAMED_QUERIES).length).toBeGreaterThanOrEqual(15);
  });
});

/** What a query says, and by whose word. */
const AGREEMENTS: Readonly<Record<string, (inventory: Inventory) => Promise<void> | void>> = {
  'largest-tags: usage --by tag': async (inventory) => {
    const { tags = [] } = await ask.usage(inventory, { by: 'tag' });
    const told = tags.map(({ repository, tag, bytes }) => [repository, tag, bytes]);
    // A tag of which nothing is on the disk leads to no file.
    const something = (row: unknown[]) => row[2] !== 0;
    const found = askHere(inventory, 'largest-tags', { count: -1 }).map((row) => [
      row['repository'],
      row['tag'],
      row['bytes'],
    ]);
    expect(sorted(found.filter(something))).toEqual(sorted(told.filter(something)));
  },

  'tags-of-digest: where': async (inventory) => {
    const digests = askHere(inventory, 'SELECT digest FROM blobs ORDER BY id LIMIT 5');
    for (const { digest } of digests) {
      const { holders } = (await ask.where(inventory, { digest: String(digest) })) as Located;
      const told = holders.flatMap(({ repository, tags }) => tags.map((tag) => [repository, tag]));
      const found = askHere(inventory, 'tags-of-digest', { digest: String(digest) });
      expect(sorted(found.map(({ repository, tag }) => [repository, tag]))).toEqual(sorted(told));
    }
  },

  'garbage-by-repository: orphans': async (inventory) => {
    const { blobs } = await ask.orphans(inventory);
    const told = new Map<string, number>();
    for (const { linkedFrom, bytes } of blobs)
      for (const name of linkedFrom) told.set(name, (told.get(name) ?? 0) + bytes);
    const found = askHere(inventory, 'garbage-by-repository');
    expect(sorted(found.map(({ repository, bytes }) => [repository, bytes]))).toEqual(sorted([...told]));
  },

  'pushed-by-month, media-types, problems, uploads: the sums of the scan': async (inventory) => {
    const sum = (name: string, column: string) =>
      askHere(inventory, name).reduce((all, row) => all + Number(row[column]), 0);
    const count = (sql: string) => Number(askHere(inventory, sql)[0]?.['n']);
    expect(sum('pushed-by-month', 'blobs')).toBe(inventory.scan.blobs);
    expect(sum('media-types', 'manifests')).toBe(count('SELECT count(*) AS n FROM manifest'));
    expect(sum('problems', 'places')).toBe(count('SELECT count(*) AS n FROM problem'));
    expect(askHere(inventory, 'uploads')).toHaveLength(count('SELECT count(*) AS n FROM upload'));
  },

  'untagged-manifests: orphans --untagged': async (inventory) => {
    const { blobs } = await ask.orphans(inventory, { untagged: true });
    const untagged = new Set(blobs.flatMap(({ digest, state }) => (state === 'untagged' ? [digest] : [])));
    const found = askHere(inventory, 'untagged-manifests').map(({ digest }) => String(digest));
    expect(found.filter((digest) => !untagged.has(digest))).toEqual([]);
  },
};

describe('a query of ours', () => {
  const dir = temporaryDirectory();

  it('says what the analysis says, on random volumes', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = buildRandomVolume(path.join(dir(), String(number++)), ops);
        const inventory = await recordedInventoryOf(volume.dir, { readEveryLink: true });
        try {
          for (const [queries, agree] of Object.entries(AGREEMENTS))
            try {
              await agree(inventory);
            } catch (cause) {
              throw new Error(`These do not agree: ${queries}`, { cause });
            }
        } finally {
          inventory.close();
        }
      }),
      { numRuns: cases({ few: 40, many: 150 }), seed: SEED },
    );
  });
});

/** What where says of one digest. */
interface Located {
  readonly holders: ReadonlyArray<{ readonly repository: string; readonly tags: readonly string[] }>;
}

function sorted(rows: unknown[][]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
