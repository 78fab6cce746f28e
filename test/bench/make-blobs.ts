import { spawnSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A volume whose blobs hold random bytes under their own digests. */
export interface MadeBlobs {
  root: string;
  blobs: number;
  bytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
/** For 2,000 MB: what a registry's layers look like, a few large ones with most of the bytes and many small ones. */
const SIZES: readonly (readonly [blobs: number, bytes: number])[] = [
  [2, 256 * MIB],
  [16, 48 * MIB],
  [80, 6 * MIB],
  [300, 600 * KIB],
  [2000, 8 * KIB],
];

/** Makes the volume below `directory`, or takes the one that an earlier run finished there. */
export function makeBlobs(directory: string): MadeBlobs {
  const place = join(directory, 'blobs');
  const root = join(place, 'volume');
  // Beside the volume, not in it: there it would be a stray file.
  const mark = join(place, 'counts.json');
  if (existsSync(mark))
    return { root, ...(JSON.parse(readFileSync(mark, 'utf8')) as Omit<MadeBlobs, 'root'>) };

  rmSync(place, { recursive: true, force: true });
  const counts = { blobs: 0, bytes: 0 };
  for (const [blobs, bytes] of SIZES) {
    for (let number = 0; number < blobs; number++) {
      const data = randomFillSync(Buffer.allocUnsafe(bytes));
      const hex = createHash('sha256').update(data).digest('hex');
      const file = join(root, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, data);
      counts.blobs++;
      counts.bytes += bytes;
    }
  }
  spawnSync('sync');
  writeFileSync(`${mark}.tmp`, JSON.stringify(counts));
  renameSync(`${mark}.tmp`, mark);
  return { root, ...counts };
}
