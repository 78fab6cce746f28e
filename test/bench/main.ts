import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidArgumentError, Command as Program } from 'commander';
import { CLI } from '../support/command-line.ts';
import {
  emptyWorkplace,
  isInstalled,
  manyFacts,
  questions,
  REGISTRY,
  readers,
  rescans,
  slowDisks,
} from './contestants.ts';
import { exports, sums } from './handing-on.ts';
import { describeMachine } from './machine.ts';
import { ANCHOR, type MadeVolume, makeVolume } from './make-volume.ts';
import { type Command, CommandFailed, measureInTurn, median } from './measure.ts';
import { dropPageCache, whyNotCold } from './page-cache.ts';
import { benchService } from './service.ts';
import { type Block, formatTable } from './table.ts';
import { TagChanges } from './tag-changes.ts';
import { benchVerify } from './verify.ts';
import type { VolumeShape } from './volume-repository.ts';

interface Options extends VolumeShape {
  runs: number;
  directory: string;
  cold?: true;
  verify?: true;
  facts: number;
}

/** Enough that starting threads is nothing beside what they wait for. */
const SLOW_REPOSITORIES = 400;

/** How long a service is asked; in CI, of a small volume, it shows as much in a part of it. */
const SERVING_SECONDS = process.env['CI'] === 'true' ? 6 : 20;

const options = new Program('npm run bench --')
  .description('Times stowage against find and the registry on a large volume, which is made once and kept.')
  .option('--repositories <n>', 'repositories in the volume', count, ANCHOR.repositories)
  .option('--tags-per-repository <n>', 'tags in each', count, ANCHOR.tagsPerRepository)
  .option('--revisions-per-tag <n>', 'manifests pushed under each tag', count, ANCHOR.revisionsPerTag)
  .option('--layers-per-image <n>', 'layers in each image, besides its base', count, ANCHOR.layersPerImage)
  .option('--runs <n>', 'measured runs of each command', count, 3)
  .option('--facts <n>', 'blobs of the volume from facts alone', count, 2_000_000)
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

async function bench({ runs, directory, cold, facts, ...shape }: Options): Promise<void> {
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
  let changes: TagChanges | undefined;
  let slope = '';
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
    const measure = async (title: string, commands: readonly Command[], warmUps: number) => {
      blocks.push({ title, measurements: await measureInTurn(commands, runs, warmUps) });
    };
    await measure('Asking, warm cache', questions(workplace, shape.repositories), 1);
    await measure('Exporting, warm cache', exports(workplace), 0);
    await measure('SQL and history, warm cache', sums(workplace), 1);
    const holding = join(workplace, 'held');
    mkdirSync(holding);
    changes = new TagChanges(volume.root, holding);
    await measure('Scanning again, warm cache', rescans(volume.root, workplace, changes), 1);
    const slow = makeVolume(directory, {
      ...shape,
      repositories: Math.min(shape.repositories, SLOW_REPOSITORIES),
    });
    const title = `Every stat, open and listing 0.5 ms slower, ${slow.counts.blobs.toLocaleString('en')} blobs`;
    // Two minutes a run with one thread: once is enough.
    blocks.push({ title, measurements: await measureInTurn(slowDisks(slow.root, workplace), 1, 0) });
    await measure('From facts alone', manyFacts(workplace, facts), 0);
    const [half, whole] = (blocks.at(-1) as Block).measurements.map((each) => median(each, 'peakBytes'));
    slope = `${Math.round(((whole as number) - (half as number)) / (facts / 2))} bytes of memory a further blob`;
  } finally {
    changes?.undo();
    // Also when a command failed: what was measured before it may have taken half an hour.
    console.log(formatTable(blocks));
    if (slope !== '') console.log(`\n${slope}`);
    if (slope !== '') await benchService(volume.root, join(workplace, 'stowage.db'), SERVING_SECONDS);
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
