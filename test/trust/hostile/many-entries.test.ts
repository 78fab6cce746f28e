import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cases } from '../../support/random-cases.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { BLOBS, REPOSITORIES } from '../../support/volume-paths.ts';

/** A million by hand, with STOWAGE_TIMES=20. */
const ENTRIES = cases({ few: 5000, many: 50_000 });
/**
 * What a scan may take for each, beside what it takes of a small volume. A million uploads took 1.2 kB each; with fewer, how
 * soon garbage is collected says more.
 */
const KILOBYTES_EACH = 5;

/** What the program takes is asked of its own process, which the kernel keeps count of. */
const MEASURED = `import os, resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, timeout=600).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)`;

let top: string;
let volume: VolumeBuilder;
let scans = 0;

beforeEach(() => {
  // Where a file may have a million names, and has them quickly.
  top = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'stowage-many-'));
  volume = aVolume(path.join(top, 'volume')).at('2025-01-01T00:00:00Z');
  volume.repository('team/api').image({ layers: ['base'], tag: '1' });
  return () => fs.rmSync(top, { recursive: true });
});

describe(`a directory with ${ENTRIES} entries`, { timeout: 900_000 }, () => {
  it.each([
    ['uploads', `${REPOSITORIES}/team/api/_uploads`],
    ['files that are no tags', `${REPOSITORIES}/team/api/_manifests/tags`],
    ['files that are no repositories', REPOSITORIES],
    ['files that are no blobs', `${BLOBS}/sha256/aa`],
  ] as const)('of %s is scanned in memory for what is told of them', (_, place) => {
    const { kilobytes: few } = scan();
    fill(volume.resolve(place));
    const { code, kilobytes } = scan();
    expect([0, 1, 3]).toContain(code);
    expect(kilobytes - few).toBeLessThan(60_000 + ENTRIES * KILOBYTES_EACH);
  });
});

function fill(directory: string): void {
  fs.mkdirSync(directory, { recursive: true });
  const make = `import os, sys
os.chdir(sys.argv[1])
open('0', 'w').write('x')
os.utime('0', (1.7e9, 1.7e9))
for index in range(1, int(sys.argv[2])): os.link('0', f'n{index}')`;
  execFileSync('python3', ['-c', make, directory, String(ENTRIES)]);
}

function scan(): { readonly code: number; readonly kilobytes: number } {
  const stowage = path.resolve(import.meta.dirname, '../../../bin/stowage.js');
  const args = ['scan', volume.dir, '--db', path.join(top, `${scans++}.db`), '--settle', '0s', '-q'];
  const said = execFileSync('python3', ['-c', MEASURED, process.execPath, stowage, ...args], {
    encoding: 'utf8',
  });
  const [code = Number.NaN, kilobytes = Number.NaN] = said.split(' ').map(Number);
  return { code, kilobytes };
}
