import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { openInventory } from '../../../src/index.ts';
import { CLI, stowage } from '../../support/command-line.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { askedOf } from '../../support/every-answer.ts';
import { madeBytes } from '../../support/made-bytes.ts';
import { cases } from '../../support/random-cases.ts';
import { recordedScans } from '../../support/recorded-scans.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { LossyDisk } from './lost-power.ts';
import { parseTrace, TRACE } from './traced-writes.ts';

const dir = temporaryDirectory();
const db = () => path.join(dir(), 'db', 'stowage.db');
/** How many ways to lose power at each moment. */
const WAYS = cases({ few: 2, many: 30 });

async function lastId(): Promise<string> {
  const inventory = openInventory(db());
  const { id } = inventory.scan;
  inventory.close();
  return id;
}

function filesIn(directory: string): Map<string, Buffer> {
  const names = fs.readdirSync(directory);
  return new Map(
    names.map((name) => [path.join(directory, name), fs.readFileSync(path.join(directory, name))]),
  );
}

function putBack(files: ReadonlyMap<string, Buffer>): void {
  fs.rmSync(path.dirname(db()), { recursive: true, force: true });
  fs.mkdirSync(path.dirname(db()));
  for (const [file, bytes] of files) fs.writeFileSync(file, bytes);
}

it('power that is lost at any moment of a scan leaves the last inventory or the new one, and no record twice', {
  timeout: 900_000,
}, async () => {
  const volume = demoCopy(dir());
  fs.mkdirSync(path.dirname(db()));
  const scan = ['scan', volume.dir, '--db', db(), '--settle', '0s', '--quiet'];
  await stowage(scan);
  volume.orphan('one more');
  const before = filesIn(path.dirname(db()));
  const answers = new Map([[await lastId(), await askedOf(db(), 'usage')]]);
  const log = path.join(dir(), 'log');
  const traced = spawnSync('strace', [...TRACE, '-o', log, process.execPath, CLI, ...scan], {
    encoding: 'utf8',
  });
  expect({ status: traced.status, error: traced.error, stderr: traced.stderr }).toMatchObject({ status: 0 });
  answers.set(await lastId(), await askedOf(db(), 'usage'));
  expect(answers.size).toBe(2);
  const published = await recordedScans(db());

  const steps = parseTrace(fs.readFileSync(log, 'latin1'), path.dirname(db()));
  expect(new Set(steps.map(({ does }) => does))).toContain('rename');
  const disk = new LossyDisk(before);
  let round = 0;
  for (const step of [undefined, ...steps]) {
    if (step !== undefined) disk.perform(step);
    for (let way = 0; way < WAYS; way++, round++) {
      const bytes = madeBytes(`loss ${round}`, 4096);
      let at = 0;
      putBack(disk.afterLoss(() => bytes.readUInt16LE((at++ * 2) % 4096) / 65_536));
      const label = `after ${step?.does} of ${step?.path}, way ${way}`;
      expect(answers.get(await lastId()), label).toBe(await askedOf(db(), 'usage'));
      const ids = await recordedScans(db());
      expect([published.slice(0, ids.length), ids.length > 0], label).toEqual([ids, true]);
    }
  }
  console.info(`power lost in ${round} ways at ${steps.length + 1} moments`);
});
