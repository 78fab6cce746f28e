import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { historyPath, openHistoryToWrite } from '../../src/inventory/beside/history-file.ts';
import { CLI, endOf, startStowage, stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const dir = sharedDirectory();
const home = () => path.join(dir(), 'home');
let before: string;
beforeAll(async () => {
  const inventory = await recordedInventoryOf(demoCopy(dir()).dir);
  inventory.close();
  fs.mkdirSync(home());
  fs.copyFileSync(inventory.path, path.join(home(), 'stowage.db'));
  fs.writeFileSync(path.join(home(), 'secret.txt'), 'secret');
  openHistoryToWrite(historyPath(path.join(home(), 'stowage.db'))).close();
  before = state();
});

/** All that lies around the inventory, with what is in it and when it was changed. */
function state(): string {
  return JSON.stringify(
    fs.readdirSync(home()).map((name) => {
      const { size, mtimeNs, ctimeNs, ino } = fs.statSync(path.join(home(), name), { bigint: true });
      return [
        name,
        String([size, mtimeNs, ctimeNs, ino]),
        fs.readFileSync(path.join(home(), name), 'latin1'),
      ];
    }),
  );
}

const ENDLESS = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)';
const READS_ONLY = 'Only what reads is answered';

/** Statements of somebody who means harm: what they end with, and what is said of them. */
const HOSTILE: ReadonlyArray<readonly [string, number, string | RegExp]> = [
  ["ATTACH 'other.db' AS other", 2, READS_ONLY],
  ["/* SELECT */ ATTACH 'other.db' AS other", 2, READS_ONLY],
  ["VACUUM INTO 'copy.db'", 2, READS_ONLY],
  ["VACUUM main INTO 'copy.db'", 2, READS_ONLY],
  ['PRAGMA writable_schema = ON', 2, READS_ONLY],
  ['PRAGMA journal_mode = WAL', 2, READS_ONLY],
  ["EXPLAIN PRAGMA temp_store_directory = '/tmp'", 2, READS_ONLY],
  ['SELECT 1; DELETE FROM blob', 2, 'found several'],
  ["SELECT 1; ATTACH 'other.db' AS other", 2, 'found several'],
  ["SELECT 1 --\n; VACUUM INTO 'copy.db'", 2, 'found several'],
  ['WITH x AS (SELECT 1) DELETE FROM blob', 2, /Only what reads|readonly/],
  ['WITH x AS (SELECT 1) INSERT INTO blob SELECT * FROM blob RETURNING *', 2, READS_ONLY],
  ['WITH x AS (SELECT 1) UPDATE scan SET volume = 1 RETURNING *', 2, READS_ONLY],
  ['INSERT INTO blob SELECT * FROM blob RETURNING *', 2, READS_ONLY],
  ['WITH x AS (SELECT 1) REPLACE INTO history.setting VALUES (1) RETURNING *', 2, READS_ONLY],
  ['CREATE TEMP TABLE t AS SELECT 1', 2, READS_ONLY],
  ["SELECT load_extension('/tmp/x.so')", 2, 'not authorized'],
  ["SELECT readfile('secret.txt')", 2, 'no such function: readfile'],
  ["SELECT writefile('written.txt', 'x')", 2, 'no such function: writefile'],
  ["SELECT edit('x')", 2, 'no such function: edit'],
  ["SELECT * FROM fsdir('.')", 2, 'no such table: fsdir'],
  ["SELECT * FROM pragma_journal_mode('wal')", 2, "unknown database 'wal'"],
  ["SELECT * FROM pragma_writable_schema('on')", 2, 'too many arguments'],
  ['SELECT * FROM pragma_wal_checkpoint', 2, 'no such table'],
  ['SELECT * FROM pragma_optimize', 2, 'readonly database'],
  ['SELECT count(*) FROM pragma_integrity_check', 0, '1'],
  ["SELECT fts3_tokenizer('simple', x'00')", 2, 'disabled'],
  ["SELECT sqlite_compileoption_used('OMIT_LOAD_EXTENSION'), sqlite_version() IS NOT NULL", 0, '1'],
  ['SELECT zeroblob(1000000000)', 2, /too big|memory|worked for 1 s/],
  ['SELECT length(randomblob(1000000000))', 2, /too big|memory|worked for 1 s/],
  ["SELECT length(printf('%.*c', 1000000000, 'x'))", 2, /too big|memory|worked for 1 s/],
  ["SELECT printf('%.*c', 600000000, 'x')", 2, /too big|memory|worked for 1 s/],
  ['SELECT length(hex(zeroblob(400000000)))', 2, /too big|memory|worked for 1 s/],
  [`${ENDLESS} SELECT count(*) FROM n`, 2, 'worked for 1 s'],
  [`${ENDLESS} SELECT i FROM n ORDER BY i`, 2, /worked for 1 s|memory/],
  [`${ENDLESS} SELECT json_group_array(i) FROM n`, 2, /worked for 1 s|memory/],
  [`${ENDLESS} SELECT group_concat(hex(randomblob(1000))) FROM n`, 2, /worked for 1 s|too big|memory/],
  [`${ENDLESS} SELECT i FROM n WHERE i < 0`, 2, 'worked for 1 s'],
  ['SELECT group_concat(a.digest) FROM blobs a, blobs b, blobs c, blobs d', 2, /worked for 1 s|memory/],
  [`SELECT '${'a'.repeat(60_000)}' LIKE '${'%a'.repeat(30_000)}b'`, 2, /worked for 1 s|too complex/],
  [`SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`, 2, 'Recursion limit'],
  [`SELECT ${Array.from({ length: 40_000 }, () => 1).join('+')}`, 2, /too large|depth/],
];

describe('whatever a statement says', () => {
  it.each(HOSTILE.map(([text, code, why]) => [text.slice(0, 90), text, code, why] as const))(
    '%s',
    async (_, text, code, why) => {
      const args = ['sql', text, '--timeout', '1s', '--memory', '256M', '--csv'];
      const { exitCode, stdout, stderr } = await stowage(args, { cwd: home() });
      expect({ exitCode, stderr }).toEqual({
        exitCode: code,
        stderr: code === 0 ? '' : expect.stringMatching(why),
      });
      if (code === 0) expect(stdout).toMatch(why);
      expect(stderr).not.toContain('bug');
      expect(stdout).not.toContain('secret');
      expect(state()).toBe(before);
    },
  );

  it('nothing but text gets in by stdin', async () => {
    for (const [bytes, why] of [
      [Buffer.from('SELECT \xff', 'latin1'), 'no text in UTF-8'],
      [Buffer.from('SELECT 1\0; DELETE FROM blob'), 'NUL byte'],
      [Buffer.alloc(3 * 1024 * 1024, 'x'), 'more on stdin than one statement can have'],
      [Buffer.alloc(1_000_001, ' '), 'longer than 1,000,000 bytes'],
      [Buffer.alloc(0), 'Expected a statement'],
    ] as const)
      expect(await fromStdin(bytes)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(why) });
    expect(await fromStdin(Buffer.from("SELECT 'é' AS e"))).toMatchObject({ exitCode: 0, stdout: 'e\né\n' });
  });

  it('the process that runs it opens no file to write to, and makes, moves or removes none', () => {
    const trace = path.join(dir(), 'trace.txt');
    const calls =
      'trace=open,openat,openat2,creat,truncate,ftruncate,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat,mknod,mknodat,chmod,fchmodat,utimensat';
    // It has to sort and group more than SQLite keeps in its pages.
    const text = `${ENDLESS} SELECT i % 1000, max(hex(randomblob(100))) FROM (SELECT i FROM n LIMIT 300000) GROUP BY 1 ORDER BY 2`;
    const args = ['-f', '-qq', '-o', trace, '-e', calls, process.execPath, CLI, 'sql', text, '--csv'];
    execFileSync('strace', args, { cwd: home(), stdio: ['ignore', 'ignore', 'inherit'] });
    const lines = fs.readFileSync(trace, 'utf8').split('\n');
    expect(lines.some((line) => line.includes('stowage.db"'))).toBe(true);
    const isOpening = (line: string) => /\b(?:open|openat|openat2)\(/.test(line);
    const isWriting = (line: string) =>
      isOpening(line)
        ? /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND/.test(line)
        : /^\d+ +[a-z0-9]+\(/.test(line);
    const writing = lines.filter((line) => isWriting(line) && !/"\/dev\/(?:null|tty)"/.test(line));
    expect(writing).toEqual([]);
    expect(state()).toBe(before);
  });
});

async function fromStdin(bytes: Buffer): ReturnType<typeof endOf> {
  const child = startStowage(['sql', '-', '--csv'], { cwd: home(), hasStdin: true });
  child.stdin?.on('error', () => {});
  child.stdin?.end(bytes);
  return endOf(child);
}
