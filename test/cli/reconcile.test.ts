import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLI, endOf, startProgram, stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { BLOBS } from '../support/volume-paths.ts';

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
const reconcile = (...args: string[]) => stowage(['reconcile', ...args], cwd());
/** Ages are told from today. */
const TEN_DAYS_AGO = new Date(Date.now() - 10 * 24 * 60 * 60 * 1000);
const UNKNOWN = 'sha256:bbb6e360d258873541a25bb90cc21f1f5958b0606fdb6bf7a2173c872b4165c1';

// The demonstration volume against a database that knows all but two blobs, one of them of another size, and one that is gone.
beforeAll(async () => {
  demoCopy(dir(), TEN_DAYS_AGO);
  expect((await stowage(['scan', 'volume', '--settle', '0s'], cwd())).exitCode).toBe(0);
  const names = fs.readdirSync(path.join(dir(), 'volume', BLOBS, 'sha256'), { recursive: true }) as string[];
  const found = names.filter((name) => name.endsWith('/data')).sort();
  const digests = found.map((name) => `sha256:${name.split('/')[1]}`);
  expect(digests).toContain(UNKNOWN);
  const rows = digests.filter((digest) => digest !== UNKNOWN).slice(1);
  write(
    'known.csv',
    ['digest,size', `${rows[0]},1`, ...rows.slice(1).map((row) => `${row},`), `${madeDigest('gone')},5`].join(
      '\n',
    ),
  );
});

function write(name: string, text: string): void {
  fs.writeFileSync(path.join(dir(), name), text);
}

describe('stowage reconcile', () => {
  it('for people', async () => {
    const { exitCode, stdout, stderr } = await reconcile('known.csv');
    expect([exitCode, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot('expected/reconcile.txt');
  });

  it('for programs', async () => {
    const { stdout } = await reconcile('known.csv', '--json');
    await expect(stdout).toMatchFileSnapshot('expected/reconcile.json.txt');
  });

  it('reads stdin', async () => {
    const list = path.join(dir(), 'known.csv');
    const command = `cat ${list} | ${process.execPath} ${CLI} reconcile - --json`;
    const piped = await endOf(startProgram('sh', ['-c', command], cwd()));
    expect(piped.stdout).toBe((await reconcile('known.csv', '--json')).stdout);
  });

  it('prints digests and nothing else for a next program', async () => {
    const unknown = await reconcile('known.csv', '--list', 'unknown');
    expect([unknown.exitCode, unknown.stderr]).toEqual([0, '']);
    expect(unknown.stdout.split('\n')).toHaveLength(3);
    expect(unknown.stdout).toContain(`${UNKNOWN}\n`);
    expect((await reconcile('known.csv', '--list', 'missing')).stdout).toBe(`${madeDigest('gone')}\n`);
  });

  it.each([
    ['a file that is not there', ['nowhere.txt'], /^stowage: The list nowhere\.txt cannot be read: ENOENT/],
    ['a directory', ['volume'], /^stowage: The list volume cannot be read: EISDIR/],
    ['no file', [], /missing required argument 'file'/],
    [
      '--list with --json',
      ['known.csv', '--list', 'missing', '--json'],
      /cannot be used with option '--json'/,
    ],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await reconcile(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('lets nothing of the list act on a terminal', async () => {
    write('hostile.txt', `\u001b[2J\n${UNKNOWN}\n`);
    const { stderr } = await reconcile('hostile.txt');
    expect(stderr).toContain("line 1: '\\x1b[2J'");
    expect(stderr).not.toContain('\u001b');
  });

  it('ends quietly where nobody reads on', async () => {
    const many = Array.from({ length: 50_000 }, (_, at) => madeDigest(String(at)));
    write('many.txt', many.join('\n'));
    const command = `${process.execPath} ${CLI} reconcile many.txt --list missing | head -1`;
    const { stdout, stderr } = await endOf(startProgram('sh', ['-c', command], cwd()));
    expect([stdout, stderr]).toEqual([`${many[0]}\n`, '']);
  });
});
