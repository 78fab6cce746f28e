import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openInventory } from '../../../src/index.ts';
import { expectConsistent } from '../../plan/consistent.ts';
import { ExampleVolume } from '../../plan/examples/example-volume.ts';
import { EXAMPLES } from '../../plan/examples/examples.ts';
import { expected, inWords, questionOf } from '../../plan/examples/questions.ts';
import { scanAt, summarizedPlanOf } from '../../plan/program.ts';

/*
 * The examples of test/plan/examples.test.ts, of volumes that are scanned once: a fault in plans does not touch a scan.
 */

const NOW = Date.UTC(2026, 5, 1);
const FAMILIES = ['2.7-2.8', '3.x'] as const;

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-examples-'));
afterAll(() => fs.rmSync(dir, { recursive: true }));

const scanned = [];
for (const [number, example] of EXAMPLES.entries()) {
  const volume = new ExampleVolume(path.join(dir, `${number}`), NOW);
  example.build(volume);
  (await scanAt(volume.builder.dir, NOW)).close();
  for (const family of FAMILIES) scanned.push([family, example.title, { example, volume }] as const);
}

it.each(scanned)('of %s the program says what it should: %s', async (family, _, { example, volume }) => {
  const inventory = openInventory(`${volume.builder.dir}.db`);
  try {
    const plan = expectConsistent(
      await summarizedPlanOf(inventory, questionOf(example, volume, family, NOW)),
    );
    const outcome = expected(example, family);
    expect(inWords(plan, volume, outcome)).toEqual(outcome);
  } finally {
    inventory.close();
  }
});
