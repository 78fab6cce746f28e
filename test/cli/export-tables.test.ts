import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLES } from '../../src/export/tables/tables.ts';
import { beginDuckdb, type Engine } from '../export/engines.ts';
import { CLI, endOf, startProgram, startStowage, stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
let duckdb: Engine;
beforeAll(async () => {
  demoCopy(dir());
  await stowage(['scan', 'volume', '--settle', '0s', '-q'], cwd());
  duckdb = await beginDuckdb('');
});
afterAll(() => duckdb.close());

const exportArgs = (target: string, to = 'parquet') => [
  'export',
  '--to',
  to,
  '--registry-name',
  'demo',
  target,
];
const filesIn = (target: string) =>
  (fs.readdirSync(path.join(dir(), target), { recursive: true, encoding: 'utf8' }) as string[])
    .filter((name) => /part-0/.test(name))
    .sort();
const rowsIn = async (target: string) => {
  const counts = await Promise.all(
    TABLES.map(async ({ name }) => {
      const [row] = await duckdb.run(
        `SELECT count(*) AS rows FROM read_parquet('${path.join(dir(), target, name)}/**/part-0.parquet')`,
      );
      return [name, Number(row?.['rows'])] as const;
    }),
  );
  return Object.fromEntries(counts);
};

describe('an export of tables', () => {
  it('says what it wrote', async () => {
    const { exitCode, stdout, stderr } = await stowage(exportArgs('out'), cwd());
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Written {2}[\d.]+ KiB in 16 files with \d+ rows: out\n\n {2}table +rows +bytes\n {2}blobs +57 /,
    );
    expect(await stowage([...exportArgs('out'), '-q'], cwd())).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('that is killed, whenever that is, leaves what was there, whole, and the next sweeps up', async () => {
    await stowage(exportArgs('killed'), cwd());
    const [files, rows] = [filesIn('killed'), await rowsIn('killed')];
    for (let wait = 60; wait < 460; wait += 25) {
      const child = startStowage(exportArgs('killed'), cwd());
      const ended = endOf(child);
      await delay(wait);
      child.kill('SIGKILL');
      await ended;
      expect(await rowsIn('killed'), `killed after ${wait} ms`).toEqual(rows);
    }
    expect((await stowage(exportArgs('killed'), cwd())).exitCode).toBe(0);
    expect(filesIn('killed')).toEqual(files);
  });

  it('that has no room says of which file, and leaves nothing', async () => {
    const limited = `trap '' XFSZ; ulimit -f 2; exec "$0" "$@"`;
    const child = startProgram(
      'bash',
      ['-c', limited, process.execPath, CLI, ...exportArgs('full', 'ndjson')],
      cwd(),
    );
    const { exitCode, stdout, stderr } = await endOf(child);
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(
      /^stowage: Could not write full\/blobs\/registry=demo\/dt=[\d-]+\/part-0\.ndjson: EFBIG.*\.\n$/,
    );
    expect(filesIn('full')).toEqual([]);
  });

  it('may run at the same time as others to the same place: it is whole in the end', async () => {
    const ended = await Promise.all([1, 2, 3, 4].map(() => stowage(exportArgs('many'), cwd())));
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(filesIn('many')).toHaveLength(TABLES.length);
    expect(Object.keys(await rowsIn('many'))).toHaveLength(TABLES.length);
  });
});

describe('an export that makes no sense', () => {
  it.each([
    [['export', 'out'], /--to says what to write: parquet, ndjson, csv/],
    [['export', '--to', 'parquet', 'out'], /--to parquet needs --registry-name <name>/],
    [exportArgs('-'), /name a directory in place of -/],
    [exportArgs('stowage.db'), /stowage\.db is no directory/],
    [exportArgs('volume/out'), /volume\/out.* lies inside the volume/],
    [['export', '--to', 'csv', '--registry-name', '../x', 'out'], /Expected letters, digits, dots, dashes/],
    [[...exportArgs('out'), '--bare'], /--to parquet does not take --bare/],
  ])('%j', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await stowage(args, cwd());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
  });
});
