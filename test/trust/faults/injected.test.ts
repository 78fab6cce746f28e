import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../../src/index.ts';
import { describeWith } from '../../registry/availability.ts';
import { CLI } from '../../support/command-line.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { buildFaultVolume, FAULT_VOLUMES } from './fault-volumes.ts';
import { judge } from './judge.ts';
import { type Told, tellOf } from './told.ts';

const CALLS = ['openat', 'statx', 'lstat', 'getdents64', 'read', 'pread64'];
const ERRORS = [
  'EIO',
  'EACCES',
  'ENOENT',
  'ENOTDIR',
  'ESTALE',
  'EUCLEAN',
  'EBADMSG',
  'ENOMEM',
  'EMFILE',
  'ENAMETOOLONG',
];
/** What a scan ends with that is an answer, complete or not, or that says that there is no volume. */
const ENDS = [0, 3, 10];

const dir = temporaryDirectory();

describeWith([['strace', 'strace']], 'a scan of a path for which the kernel itself gives an error', () => {
  it('tells what is so, or that it does not know', { timeout: 600_000 }, async () => {
    let tried = 0;
    const wanted = cases({ few: 6, many: 300 });
    for (const name of Object.keys(FAULT_VOLUMES)) {
      const volume = aVolume(path.join(fs.realpathSync(dir()), name));
      buildFaultVolume(name, volume);
      const db = path.join(dir(), `${name}.db`);
      const healthy = await told([], volume.dir, db);
      const places = ['', ...fs.readdirSync(volume.dir, { recursive: true, encoding: 'utf8' })];
      for (let n = 0; n < wanted / Object.keys(FAULT_VOLUMES).length; n++, tried++) {
        // Numbers without a common divisor: they come to every call and error.
        const place = volume.resolve(places[(n * 7) % places.length] ?? '');
        const inject = `inject=${CALLS.join()}:error=${ERRORS[n % ERRORS.length]}`;
        const strace = [
          'strace',
          '-f',
          '-qq',
          '-o',
          '/dev/null',
          '-P',
          place,
          '-e',
          `trace=${CALLS.join()}`,
          '-e',
          inject,
        ];
        const faulty = await told(strace, volume.dir, db);
        expect(faulty === undefined ? [] : judge(healthy as Told, faulty), `${place} ${inject}`).toEqual([]);
      }
    }
    expect(tried).toBeGreaterThanOrEqual(wanted);
  });
});

/** What is told after a scan under strace; undefined where it says that there is no volume. */
async function told(strace: readonly string[], volume: string, db: string): Promise<Told | undefined> {
  const [program, ...rest] = [...strace, process.execPath, CLI, 'scan', volume, '--full', '--settle', '0s'];
  const ran = spawnSync(program as string, [...rest, '--threads', '1', '--db', db, '-q'], {
    encoding: 'utf8',
  });
  expect(ENDS, ran.stderr).toContain(ran.status);
  if (ran.status === 10) return undefined;
  const inventory = openInventory(db);
  try {
    return await tellOf(inventory);
  } finally {
    inventory.close();
  }
}
