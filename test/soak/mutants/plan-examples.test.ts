import { expect, it } from 'vitest';
import { expectConsistent } from '../../plan/consistent.ts';
import { EXAMPLES } from '../../plan/examples/examples.ts';
import { expected, inWords, questionOf } from '../../plan/examples/questions.ts';
import { summarizedPlanOf } from '../../plan/program.ts';
import { scannedOnce } from '../../plan/scanned-once.ts';

/*
 * The examples of test/plan/examples.test.ts, of one family each, and of volumes that are scanned once: a fault in plans does
 * not touch a scan.
 */

const NOW = Date.UTC(2026, 5, 1);
const FAMILIES = ['2.7-2.8', '3.x'] as const;

const scanned = scannedOnce(NOW);
const cases = EXAMPLES.map((example, number) => [FAMILIES[number % 2]!, example.title, example] as const);

it.each(cases)('of %s the program says what it should: %s', async (family, title, example) => {
  const { volume, inventory } = await scanned(title, example.build);
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
