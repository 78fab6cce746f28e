import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type VolumeCounts, VolumeFiles } from './volume-files.ts';
import { type VolumeShape, writeRepository } from './volume-repository.ts';

/** A finished volume: its root directory (as the registry's `rootdirectory`) and what lies in it. */
export interface MadeVolume {
  root: string;
  counts: VolumeCounts;
  reused: boolean;
}

/** The volume that the figures in docs/speed.md were taken on: about 234,000 blobs, 530,000 files. */
export const ANCHOR: VolumeShape = {
  repositories: 2000,
  tagsPerRepository: 15,
  revisionsPerTag: 2,
  layersPerImage: 2,
};

// Counted up when the code that makes volumes changes what they hold, so that older ones are made again.
const FORMAT = 2;

interface Parameters {
  format: number;
  counts: VolumeCounts;
}

/** Makes a volume of this shape below `directory`, or takes the one that an earlier run finished there. */
export function makeVolume(
  directory: string,
  shape: VolumeShape,
  progress: (repositories: number) => void = () => {},
): MadeVolume {
  const { repositories, tagsPerRepository, revisionsPerTag, layersPerImage } = shape;
  // One directory a shape, so that a small trial does not cost the large volume.
  const place = join(directory, `${repositories}x${tagsPerRepository}x${revisionsPerTag}x${layersPerImage}`);
  const root = join(place, 'volume');
  // Beside the volume, not in it: there it would be a stray file.
  const mark = join(place, 'parameters.json');

  const finished = readParameters(mark);
  if (finished?.format === FORMAT && existsSync(root)) return { root, counts: finished.counts, reused: true };

  rmSync(mark, { force: true });
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const files = new VolumeFiles(root);
  for (let number = 0; number < repositories; number++) {
    writeRepository(files, shape, number);
    progress(number + 1);
  }
  // Before the mark, so that it never vouches for files a power cut took; and so that writing back disturbs no timing.
  spawnSync('sync');
  writeFileSync(
    `${mark}.tmp`,
    `${JSON.stringify({ format: FORMAT, shape, counts: files.counts }, null, 2)}\n`,
  );
  renameSync(`${mark}.tmp`, mark);
  return { root, counts: files.counts, reused: false };
}

function readParameters(mark: string): Parameters | undefined {
  if (!existsSync(mark)) return undefined;
  return JSON.parse(readFileSync(mark, 'utf8')) as Parameters;
}
