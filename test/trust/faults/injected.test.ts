import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openInventory } from '../../../src/index.ts';
import { describeWith } from '../../registry/availability.ts';
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

const SCAN_EACH = fileURLToPath(new URL('scan-each.mjs', import.meta.url));
const dir = temporaryDirectory();

interface Scanned {
  readonly volume: string;
  readonly db: string;
  /** Everything in it, by its path from there. */
  readonly places: readonly string[];
}

function prepare(name: string): Scanned {
  const volume = aVolume(path.join(fs.realpathSync(dir()), name));
  buildFaultVolume(name, volume);
  const places = ['', ...fs.readdirSync(volume.dir, { recursive: true, encoding: 'utf8' })];
  return { volume: volume.dir, db: path.join(dir(), `${name}.db`), places };
}

describeWith([['strace', 'strace']], 'a scan of a path for which the kernel itself gives an error', () => {
  it('tells what is so, or that it does not know', { timeout: 600_000 }, async () => {
    const scanned = Object.keys(FAULT_VOLUMES).map(prepare);
    const healthy = await toldOfEach(scanned, []);
    const wanted = cases({ few: 8, many: 300 });
    let tried = 0;
    for (let n = 0; n < wanted / scanned.length; n++, tried += scanned.length) {
      // Numbers without a common divisor: they come to every call and error.
      const failing = scanned.map(({ volume, places }) =>
        path.join(volume, places[(n * 7) % places.length] ?? ''),
      );
      const error = ERRORS[n % ERRORS.length] as string;
      for (const [index, faulty] of (await toldOfEach(scanned, failing, error)).entries())
        expect(
          faulty === undefined ? [] : judge(healthy[index] as Told, faulty),
          `${failing[index]} ${error}`,
        ).toEqual([]);
    }
    expect(tried).toBeGreaterThanOrEqual(wanted);
  });
});

/** What is told after scans of which some paths fail; undefined of one that says that there is no volume. */
async function toldOfEach(
  scanned: readonly Scanned[],
  failing: readonly string[],
  error?: string,
): Promise<ReadonlyArray<Told | undefined>> {
  const tracing = ['--seccomp-bpf', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${CALLS.join()}`];
  const places = failing.flatMap((place) => ['-P', place]);
  const fault = ['-e', `inject=${CALLS.join()}:error=${error}`];
  const strace = error === undefined ? [] : ['strace', ...tracing, ...places, ...fault];
  const where = scanned.map(({ volume, db }) => ({ volume, db }));
  const [program = '', ...rest] = [...strace, process.execPath, SCAN_EACH, JSON.stringify(where)];
  const ran = spawnSync(program, rest, { encoding: 'utf8' });
  expect(ran.status, ran.stderr).toBe(0);
  const areVolumes = JSON.parse(ran.stdout) as boolean[];
  return Promise.all(scanned.map(({ db }, index) => (areVolumes[index] ? toldOf(db) : undefined)));
}

async function toldOf(db: string): Promise<Told> {
  const inventory = openInventory(db);
  try {
    return await tellOf(inventory);
  } finally {
    inventory.close();
  }
}
