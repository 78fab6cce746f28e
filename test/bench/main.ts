import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError, Command as Program } from 'commander';
import { CLI, emptyWorkplace, isInstalled, questions, REGISTRY, readers } from './contestants.ts';
import { describeMachine } from './machine.ts';
import { ANCHOR, type MadeVolume, makeVolume } from './make-volume.ts';
import { CommandFailed, measureInTurn } from './measure.ts';
import { dropPageCache, whyNotCold } from './page-cache.ts';
import { type Block, formatTable } from './table.ts';
import { benchVerify } from './verify.ts';
import type { VolumeShape } from './volume-repository.ts';

interface Options extends VolumeShape {
  runs: number;
  directory: string;
  cold?: true;
  verify?: true;
}

const options = new Program('npm run bench --')
  .description('Times stowage against find and the registry on a large volume, which is made once and kept.')
  .option('--repositories <n>', 'repositories in the volume', count, ANCHOR.repositories)
  .option('--tags-per-repository <n>', 'tags in each', count, ANCHOR.tagsPerRepository)
  .option('--revisions-per-tag <n>', 'manifests pushed under each tag', count, ANCHOR.revisionsPerTag)
  .option('--layers-per-image <n>', 'layers in each image, besides its base', count, ANCHOR.layersPerImage)
  .option('--runs <n>', 'measured runs of each command', count, 3)
  .option(
    '--directory <directory>',
    'where volumes are kept',
    fileURLToPath(new URL('../../.bench', import.meta.url)),
  )
  .option('--cold', 'also measure with the page cache dropped before each run (root only)')
  .option('--verify', 'measure only stowage verify, against sha256sum on 2 GB of blobs')
  .parse()
  .opts<Options>();

try {
  const directory = resolve(options.directory);
  if (options.verify) await benchVerify({ ...options, directory });
  else await bench({ ...options, directory });
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function bench({ runs, directory, cold, ...shape }: Options): Promise<void> {
  if (!existsSync(CLI)) throw new CommandFailed(`${CLI} is not there: npm run build makes it`);
  mkdirSync(directory, { recursive: true });
  const volume = prepare(directory, shape);
  console.log(describe(volume));
  console.log(`${describeMachine(volume.root)}\n`);
  if (!isInstalled(REGISTRY)) {
    console.log(`${REGISTRY} is not installed, so its garbage-collect --dry-run is not measured\n`);
  }

  const workplace = emptyWorkplace(directory);
  const blocks: Block[] = [];
  try {
    const contestants = readers(volume.root, workplace);
    blocks.push({ title: 'Reading, warm cache', measurements: await measureInTurn(contestants, runs, 1) });
    const obstacle = cold ? whyNotCold() : undefined;
    if (obstacle)
      console.log(`The page cache may not be dropped here, so nothing is measured cold: ${obstacle}\n`);
    if (cold && !obstacle) {
      const chilled = contestants.map((each) => ({
        ...each,
        before: () => {
          each.before?.();
          dropPageCache();
        },
      }));
      blocks.push({ title: 'Reading, cold cache', measurements: await measureInTurn(chilled, runs, 0) });
    }
    blocks.push({
      title: 'Asking, warm cache',
      measurements: await measureInTurn(questions(workplace), runs, 1),
    });
  } finally {
    // Also when a command failed: what was measured before it may have taken half an hour.
    console.log(formatTable(blocks));
    rmSync(workplace, { recursive: true, force: true });
  }
}

function prepare(directory: string, shape: VolumeShape): MadeVolume {
  const start = performance.now();
  const volume = makeVolume(directory, shape, (made) => {
    if (!process.stderr.isTTY || (made % 10 !== 0 && made !== shape.repositories)) return;
    process.stderr.write(`\rmaking the volume: ${made} of ${shape.repositories} repositories`);
  });
  if (!volume.reused) {
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}made the volume in ${seconds} s\n`);
  }
  return volume;
}

function describe({ root, counts }: MadeVolume): string {
  const number = (value: number) => value.toLocaleString('en');
  return [
    `${root}: ${number(counts.files)} files`,
    `${number(counts.blobs)} blobs`,
    `${number(counts.layerLinks)} layer links`,
    `${number(counts.revisions)} revisions`,
    `${number(counts.tags)} tags`,
    `${number(counts.uploads)} uploads`,
  ].join(', ');
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}
