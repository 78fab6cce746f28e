import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles();
const where = (matches: (file: (typeof files)[number]) => boolean) =>
  files.filter(matches).map(({ path }) => path);
const importersOf = (...names: string[]) =>
  where(({ imports }) => imports.some(({ from }) => names.includes(from)));

describe('what only a few may touch', () => {
  it('the process: only the command line knows that it is one', () => {
    const uses = files
      .filter(({ room }) => room !== 'cli')
      .flatMap(({ path, text }) => [...text.matchAll(/\bprocess\.\w+/g)].map(([use]) => `${path}: ${use}`));
    expect([...new Set(uses)].sort()).toEqual([
      'inventory/publish.ts: process.pid',
      'inventory/sqlite.ts: process.versions',
    ]);
    expect(importersOf('node:process', 'process')).toEqual([]);
  });

  it('the terminal: every text goes out through one door, which ends quietly on a closed pipe', () => {
    expect(where(({ text }) => /\bconsole\./.test(text))).toEqual([]);
    expect(where(({ text }) => /\.(stdout|stderr)\.write\b/.test(text))).toEqual(['cli/terminal.ts']);
  });

  it('SQLite: all SQL is in the inventory, so that another database would be one folder', () => {
    expect(importersOf('better-sqlite3')).toEqual(['inventory/sqlite.ts']);
  });

  it('the volume: in scan, only its door and the search for volumes know the file system', () => {
    const users = importersOf('node:fs', 'node:fs/promises', 'fs', 'fast-glob').filter((path) =>
      path.startsWith('scan/'),
    );
    expect(users.sort()).toEqual(['scan/find-volumes.ts', 'scan/volume-fs.ts']);
  });

  it('files of our own: no other room than inventory, version and the command line has any', () => {
    const users = importersOf('node:fs', 'node:fs/promises', 'fs').filter(
      (path) => !path.startsWith('scan/'),
    );
    const strangers = users.filter((path) => !/^(cli|inventory)\/|^(version|take-inventory)\.ts$/.test(path));
    expect(strangers).toEqual([]);
  });

  it('the network: nothing calls anywhere', () => {
    expect(importersOf('node:http', 'node:https', 'node:net', 'node:dgram', 'node:dns')).toEqual([]);
    expect(where(({ text }) => /\bfetch\(/.test(text))).toEqual([]);
  });

  it('other programs: none is started', () => {
    expect(importersOf('node:child_process', 'node:cluster')).toEqual([]);
  });
});

describe('the volume is never written to', () => {
  const WRITES =
    /\b(?:write|append|copy|cp|mkdir|mkdtemp|rm|rmdir|unlink|rename|link|symlink|truncate|ftruncate|chmod|chown|fchmod|utimes|futimes|lutimes|lchown)(?:File)?(?:Sync)?\(|O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)|createWriteStream/;

  it.each(where(({ room }) => room === 'scan' || room === 'verify'))('%s knows no way to', (path) => {
    const file = files.find((each) => each.path === path);
    expect(file?.text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')).not.toMatch(WRITES);
  });
});

describe('the size of a file', () => {
  it('is at most 260 lines: one concept a file', () => {
    const long = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expect(long.filter(({ lines }) => lines > 260)).toEqual([]);
  });
});
