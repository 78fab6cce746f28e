import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles();
const where = (matches: (file: (typeof files)[number]) => boolean) =>
  files.filter(matches).map(({ path }) => path);
const importersOf = (...names: string[]) =>
  where(({ imports }) => imports.some(({ from }) => names.includes(from)));

describe('what only a few may touch', () => {
  it('the process: only the command line knows that it is one, and what runs queries in another', () => {
    const uses = files
      .filter(({ room }) => room !== 'cli')
      .flatMap(({ path, text }) => [...text.matchAll(/\bprocess\.\w+/g)].map(([use]) => `${path}: ${use}`));
    expect([...new Set(uses)].sort()).toEqual([
      'export/target/part-file.ts: process.kill',
      'export/target/part-file.ts: process.pid',
      'inventory/format/sqlite.ts: process.versions',
      'inventory/write/publish.ts: process.pid',
      'server/rescan/scan-program.ts: process.disconnect',
      'server/rescan/scan-program.ts: process.exit',
      'server/rescan/scan-program.ts: process.off',
      'server/rescan/scan-program.ts: process.once',
      'server/rescan/scan-program.ts: process.send',
      'sql/parent-watch.ts: process.kill',
      'sql/parent-watch.ts: process.pid',
      'sql/query-child.ts: process.execPath',
      'sql/query-program.ts: process.on',
      'sql/query-program.ts: process.send',
    ]);
    expect(importersOf('node:process', 'process')).toEqual([]);
  });

  it('the terminal: every text goes out through one door, which ends quietly on a closed pipe', () => {
    expect(where(({ text }) => /\bconsole\./.test(text))).toEqual([]);
    expect(where(({ text }) => /\.(stdout|stderr)\.write\b/.test(text))).toEqual([
      // Where Node is too old to load the door.
      'cli/main.ts',
      'cli/terminal.ts',
    ]);
  });

  it('SQLite: one file knows the driver, and others are given an open database', () => {
    expect(importersOf('better-sqlite3')).toEqual(['inventory/format/sqlite.ts']);
  });

  it('the tables: no collector asks SQL, so that one can run on what is not there', () => {
    expect(where(({ room, text }) => room === 'gc' && /\.prepare\b|\bSELECT\b/.test(text))).toEqual([]);
  });

  it('the volume: only its door and the search for volumes know the file system', () => {
    const users = importersOf('node:fs', 'node:fs/promises', 'fs', 'fast-glob').filter((path) =>
      path.startsWith('volume/'),
    );
    expect(users.sort()).toEqual([
      'volume/access.ts',
      'volume/docker-data-roots.ts',
      'volume/file-content.ts',
      'volume/file-stat.ts',
      'volume/find-volumes.ts',
      'volume/listing.ts',
      'volume/open-files.ts',
      'volume/opener.ts',
      'volume/symlinks.ts',
      'volume/usual-places.ts',
      'volume/volume-fs.ts',
    ]);
  });

  it('files of our own: no other room than inventory, export, version and the command line has any', () => {
    const users = importersOf('node:fs', 'node:fs/promises', 'fs').filter(
      (path) => !path.startsWith('volume/'),
    );
    const strangers = users.filter((path) => !/^(cli|export|inventory)\/|^version\.ts$/.test(path));
    // The files of those who may ask, and a pipe.
    expect(strangers).toEqual(['sql/parent-watch.ts', 'server/guard/credentials/watched-file.ts']);
  });

  it('the network: nothing calls anywhere, and one file listens', () => {
    expect(importersOf('node:http', 'node:https', 'node:net', 'node:dgram', 'node:dns')).toEqual([
      'server/listener.ts',
    ]);
    // The types of what a request brings along.
    expect(importersOf('@hono/node-server')).toEqual(['server/listener.ts', 'server/guard/environment.ts']);
    // The page, in somebody's browser, asks the service that it came from.
    expect(where(({ text }) => /\bfetch\(/.test(text))).toEqual(['ui/source/live.ts']);
  });

  it('other programs: none is started but this one once more, for a query or a scan', () => {
    expect(importersOf('node:child_process', 'node:cluster').sort()).toEqual([
      'server/rescan/scan-child.ts',
      'sql/query-child.ts',
    ]);
  });
});

describe('the volume is never written to', () => {
  const READS =
    /^(open|opendir|read|readFile|readdir|close|stat|lstat|fstat|statfs|exists|realpath|readlink)(Sync)?$|^constants$|^[A-Z]/;
  const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? '';

  it.each(['volume-fs', 'access', 'open-files', 'opener', 'symlinks', 'file-content', 'file-stat'])(
    'its door uses nothing of the file system but what reads: %s',
    (name) => {
      const used = [...textOf(`volume/${name}.ts`).matchAll(/\bfs\.(\w+)/g)].map(([, each]) => each ?? '');
      expect(used.length).toBeGreaterThan(0);
      expect(used.filter((each) => !READS.test(each))).toEqual([]);
    },
  );

  it('its door opens files for nothing but reading', () => {
    const flags = new Set(textOf('volume/opener.ts').match(/\bO_[A-Z]+/g));
    expect([...flags].sort()).toEqual(['O_NOATIME', 'O_NOFOLLOW', 'O_NONBLOCK', 'O_RDONLY']);
    const opening = files.filter(({ text }) => /\bO_[A-Z]+|\b(openSync|open)\(.*, flags/.test(text));
    expect(opening.map(({ path }) => path).filter((path) => path.startsWith('volume/'))).toEqual([
      'volume/opener.ts',
    ]);
  });

  it.each(['find-volumes', 'usual-places', 'docker-data-roots'])(
    'the search for volumes uses nothing but what reads: %s',
    (name) => {
      const [, names = ''] = /import \{([^}]+)\} from 'node:fs'/.exec(textOf(`volume/${name}.ts`)) ?? [];
      const used = names.split(',').map((each) => each.trim());
      expect(used.length).toBeGreaterThan(1);
      expect(used.filter((each) => !READS.test(each))).toEqual([]);
    },
  );
});

describe('the size of a file', () => {
  /** Files of more than 200 lines, and why: whoever shortens one takes its line away. */
  const LONGER: Readonly<Record<string, string>> = {
    'check/catalogue.ts': 'It is a list: a line for each kind of finding.',
    'inventory/format/schema.ts': 'It is a list: tables and indexes, each column with its comment.',
  };

  it('is at most 200 lines: one concept a file', () => {
    const lengths = files.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    const long = lengths.filter(({ lines }) => lines > 200).map(({ path }) => path);
    expect(long.sort()).toEqual(Object.keys(LONGER).sort());
  });
});
