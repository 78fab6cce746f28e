import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask, openInventory } from '../../dist/index.js';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const dir = sharedDirectory();
const at = () => ({ cwd: dir() });
beforeAll(async () => {
  const inventory = await recordedInventoryOf(demoCopy(dir()).dir);
  inventory.close();
  fs.renameSync(inventory.path, path.join(dir(), 'stowage.db'));
});

/** All that a value can be, and names that come twice. */
const VALUES = `SELECT NULL AS none, '' AS empty, 1 AS n, -5 AS n, 2.5 AS "n:1", 9007199254740991 AS safe,
  9007199254740993 AS big, -9223372036854775808 AS least, 9e999 AS infinite, -9e999, x'00ff' AS bytes,
  'a' || char(27) || '[31m' || char(10) || 'b,"c"' AS odd, '=1+1' AS formula, '-1' AS minus, CAST(x'ff41' AS TEXT) AS broken,
  json('{"a":1}') AS json`;

describe('every value that SQLite has', () => {
  it('in JSON', async () => {
    const { stdout } = await stowage(['sql', VALUES, '--json'], at());
    expect(JSON.parse(stdout)).toEqual({
      schema: 'stowage.sql/1',
      columns: 'none empty n n n:1 safe big least infinite -9e999 bytes odd formula minus broken json'.split(
        ' ',
      ),
      rows: [
        [
          null,
          '',
          1,
          -5,
          2.5,
          9007199254740991,
          '9007199254740993',
          '-9223372036854775808',
          'Infinity',
          '-Infinity',
          '00ff',
          'a\u001b[31m\nb,"c"',
          '=1+1',
          '-1',
          '\ufffdA',
          '{"a":1}',
        ],
      ],
      truncated: false,
    });
    expect(stdout).not.toContain('\u001b');
  });

  it('in NDJSON, where each column has a key', async () => {
    const { stdout } = await stowage(['sql', VALUES, '--ndjson'], at());
    const keys = [...stdout.matchAll(/[{,]"([^"\\]+)":/g)].map(([, key]) => key);
    expect(keys).toEqual(
      'none empty n n:2 n:1 safe big least infinite -9e999 bytes odd formula minus broken json'.split(' '),
    );
    expect(JSON.parse(stdout)).toMatchObject({ n: 1, 'n:2': -5, 'n:1': 2.5, big: '9007199254740993' });
  });

  it('keys as they are, whatever JavaScript makes of them', async () => {
    const { stdout } = await stowage(['sql', "SELECT 1 AS __proto__, 2 AS b, 3 AS '7'", '--ndjson'], at());
    expect(stdout).toBe('{"__proto__":1,"b":2,"7":3}\n');
  });

  it('in CSV, quoted as in RFC 4180, with no formula', async () => {
    const { stdout } = await stowage(['sql', VALUES, '--csv'], at());
    expect(stdout).toBe(
      "none,empty,n,n,n:1,safe,big,least,infinite,'-9e999,bytes,odd,formula,minus,broken,json\n" +
        ',"",1,-5,2.5,9007199254740991,9007199254740993,-9223372036854775808,Infinity,\'-Infinity,00ff,' +
        '"a\u001b[31m\nb,""c""",\'=1+1,\'-1,\ufffdA,"{""a"":1}"\n',
    );
    expect(parse(stdout)).toHaveLength(2);
  });

  it('as text for people, with nothing that acts on a terminal', async () => {
    const { stdout } = await stowage(['sql', VALUES], at());
    await expect(stdout).toMatchFileSnapshot('expected/values.txt');
  });

  it('from a parameter', async () => {
    const params = [
      '-p',
      'a=5',
      '-p',
      'b:=5',
      '-p',
      'c:=9007199254740993',
      '-p',
      'd:=null',
      '-p',
      'e:=1e3',
      '-p',
      'f:=0.5',
    ];
    const text = 'SELECT typeof(:a), typeof(@b), :c, $d, typeof(:e), typeof(:f)';
    const { stdout, stderr } = await stowage(['sql', text, ...params, '--csv'], at());
    expect(stdout.split('\n')[1]).toBe('text,integer,9007199254740993,,integer,real');
    expect(stderr).toContain("The parameter a is the text '5'");
    expect((await stowage(['sql', text, ...params, '--csv', '-q'], at())).stderr).toBe('');
  });
});

describe('rows', () => {
  it('are "No rows." for people, and titles alone in CSV', async () => {
    const text = 'SELECT name FROM repositories WHERE 0';
    expect((await stowage(['sql', text], at())).stdout).toBe('No rows.\n');
    expect((await stowage(['sql', text, '--csv'], at())).stdout).toBe('name\n');
    expect((await stowage(['sql', text, '--ndjson'], at())).stdout).toBe('');
  });

  it('are the same in every format and by the library', async () => {
    const text = 'SELECT * FROM manifest_references ORDER BY manifest, position';
    const inventory = openInventory(path.join(dir(), 'stowage.db'));
    const { columns, rows, truncated } = await ask.sql(inventory, { statement: text });
    inventory.close();
    expect([rows.length > 20, truncated]).toEqual([true, false]);
    const json = JSON.parse((await stowage(['sql', text, '--json'], at())).stdout);
    expect(json).toEqual({ schema: 'stowage.sql/1', columns, rows, truncated });
    const lines = (await stowage(['sql', text, '--ndjson'], at())).stdout.trimEnd().split('\n');
    expect(lines.map((line) => Object.values(JSON.parse(line)))).toEqual(rows);
    const [titles, ...csv] = parse((await stowage(['sql', text, '--csv'], at())).stdout) as string[][];
    expect(titles).toEqual(columns);
    expect(csv).toEqual(rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));
  });

  it('of a query of ours are asked for by its name, and listed with the others', async () => {
    const { stdout } = await stowage(['sql', 'shared-blobs', '-p', 'count=1', '--csv'], at());
    expect(stdout.split('\n')[1]).toBe(
      'sha256:4298f5d7b7e1fcb647d5b6d48892de53eb0f075de9bbe7108edd02720a92d491,200000,6,1000000',
    );
    const { queries } = JSON.parse((await stowage(['sql', '--list', '--json'], at())).stdout);
    expect(queries.map(({ name }: { name: string }) => name)).toContain('shared-blobs');
    await expect((await stowage(['sql', '--list'], at())).stdout).toMatchFileSnapshot('expected/list.txt');
  });
});

describe('what makes no sense is refused', () => {
  it.each([
    [[], "Expected a statement, such as 'SELECT * FROM repositories'"],
    [['SELECT 1', '--csv', '--json'], 'cannot be used with'],
    [['SELECT 1', '--list'], '--list runs nothing: leave the statement out.'],
    [['SELECT 1', '--timeout', '5'], 'Expected a time span'],
    [['SELECT 1', '--memory', 'x'], 'Expected a size'],
    [['SELECT 1', '-p', 'x'], "Expected a parameter as name=value, and not 'x'."],
    [['largest-blob'], 'Did you mean largest-blobs?'],
  ])('%j', async (args, why) => {
    const { exitCode, stdout, stderr } = await stowage(['sql', ...args], at());
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(why),
    });
  });

  it('before the inventory is looked for', async () => {
    const { exitCode } = await stowage(['sql', 'DROP TABLE blob', '--db', 'none.db'], at());
    expect(exitCode).toBe(2);
    expect((await stowage(['sql', 'SELECT 1', '--db', 'none.db'], at())).exitCode).toBe(12);
  });
});
