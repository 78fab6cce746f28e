import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const ENDLESS =
  'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0';
const dir = sharedDirectory();
const root = () => path.join(dir(), 'root');

/** Copies a file or a directory to the same place below the root. */
function bring(from: string): void {
  fs.mkdirSync(path.dirname(path.join(root(), from)), { recursive: true });
  fs.cpSync(from, path.join(root(), from), { recursive: true, dereference: true });
}

beforeAll(async () => {
  const inventory = await recordedInventoryOf(demoCopy(dir()).dir);
  inventory.close();
  bring(process.execPath);
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  for (const [library] of libraries.matchAll(/\/\S+/g)) bring(library);
  for (const part of ['bin', 'package.json']) bring(path.join(PACKAGE, part));
  const list = ['ls', '--omit=dev', '--all', '--parseable'];
  const { stdout: packages } = spawnSync('npm', list, { cwd: PACKAGE, encoding: 'utf8' });
  for (const each of packages.trim().split('\n').slice(1)) bring(each);
  fs.mkdirSync(path.join(root(), 'dev'));
  fs.writeFileSync(path.join(root(), 'dev/null'), '');
  fs.renameSync(inventory.path, path.join(root(), 'stowage.db'));
});

/** Runs the command line where there is nothing but Node, it and an inventory: no shell, no `/proc`. */
function sql(...args: string[]) {
  const command = [root(), process.execPath, path.join(PACKAGE, 'bin/stowage.js'), 'sql', ...args];
  const { status, stdout, stderr } = spawnSync('chroot', [...command, '--db', '/stowage.db'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return { exitCode: status, stdout, stderr };
}

describe('where there is no shell, as in an image of a program alone', () => {
  it('there is none', () => {
    const { status } = spawnSync('chroot', [root(), '/bin/sh', '-c', 'true']);
    expect(status).toBe(127);
  });

  it('a query is answered', () => {
    expect(sql('SELECT name FROM repositories ORDER BY name LIMIT 2', '--csv')).toEqual({
      exitCode: 0,
      stdout: 'name\nops/backup\nplatform/base\n',
      stderr: '',
    });
  });

  it('nothing is written', () => {
    const before = fs.readdirSync(root());
    expect(sql("VACUUM INTO '/copy.db'")).toMatchObject({ exitCode: 2, stdout: '' });
    expect(fs.readdirSync(root())).toEqual(before);
  });

  it('the limit of time ends what does not end', () => {
    expect(sql(ENDLESS, '--timeout', '1s')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'stowage: The query worked for 1 s and had not ended: ask for less, or raise --timeout (0 for no limit).\n',
    });
  });
});
