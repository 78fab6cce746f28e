import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CLI } from '../support/command-line.ts';
import { emptyWorkplace } from './contestants.ts';
import { describeMachine } from './machine.ts';
import { makeBlobs } from './make-blobs.ts';
import { type Command, CommandFailed, measureInTurn } from './measure.ts';
import { dropPageCache, whyNotCold } from './page-cache.ts';
import { type Block, formatTable } from './table.ts';

/** Files for each sha256sum: enough that starting it is nothing, few enough that no processor is idle at the end. */
const FILES_PER_PROCESS = 16;

/** Times `stowage verify` against sha256sum, as many at once, on the same 2 GB of blobs. */
export async function benchVerify({
  directory,
  runs,
  cold,
}: {
  directory: string;
  runs: number;
  cold?: true;
}) {
  const { root, blobs, bytes } = makeBlobs(directory);
  console.log(`${root}: ${blobs.toLocaleString('en')} blobs, ${Math.round(bytes / 1e6)} MB of random bytes`);
  console.log(`${describeMachine(root)}\n`);
  const workplace = emptyWorkplace(directory);
  const blocks: Block[] = [];
  try {
    const commands = contestants(root, workplace);
    blocks.push({ title: 'Hashing, warm cache', measurements: await measureInTurn(commands, runs, 1) });
    const obstacle = cold ? whyNotCold() : undefined;
    if (obstacle) console.log(`The page cache may not be dropped here: ${obstacle}\n`);
    if (cold && !obstacle) {
      const chilled = commands.map((each) => ({ ...each, before: dropPageCache }));
      blocks.push({ title: 'Hashing, cold cache', measurements: await measureInTurn(chilled, runs, 0) });
    }
  } finally {
    console.log(formatTable(blocks));
    rmSync(workplace, { recursive: true, force: true });
  }
}

function contestants(root: string, workplace: string): Command[] {
  const log = join(workplace, 'stderr');
  const db = join(workplace, 'stowage.db');
  const scan = spawnSync(process.execPath, [CLI, 'scan', root, '--db', db, '--settle', '0s', '-q']);
  if (scan.status !== 0) throw new CommandFailed(`stowage scan: ${scan.stderr.toString()}`);
  const threads = availableParallelism();
  const hashFiles = `find "$1" -name data -print0 | xargs -0 -n ${FILES_PER_PROCESS} -P ${threads} sha256sum`;
  return [
    { name: `xargs -P ${threads} sha256sum`, argv: ['sh', '-c', hashFiles, 'sh', root], log },
    {
      name: 'stowage verify',
      argv: [process.execPath, CLI, 'verify', '--db', db, '--full', '--threads', String(threads)],
      log,
    },
  ];
}
