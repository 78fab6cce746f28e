import { expect, it } from 'vitest';
import { madeDigest } from '../../support/made-bytes.ts';
import type { ModelQuestion, ModelRule } from '../../support/plan-model/question.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf, summarizedPlanOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const scanned = scannedOnce(NOW);

const ALL: ModelRule = { tags: ['*'] };

it.each<readonly [string, (volume: ExampleVolume) => unknown, ModelRule, string]>([
  [
    'the oldest tag goes first',
    (volume) =>
      volume
        .image('A', 200, { tags: ['a'] })
        .image('B', 300, { tags: ['b'] })
        .image('C', 100, { tags: ['c', 'd'] })
        .tag('d', 'C', 400),
    ALL,
    'B A C',
  ],
  [
    'what goes along goes at once, oldest first, and before what is newer',
    (volume) =>
      volume
        .image('A', 300, { tags: ['a'] })
        .image('S', 100, { subject: 'A' })
        .image('c1', 350)
        .image('c2', 400)
        .index('I', 250, ['c1', 'c2'], ['m'])
        .image('B', 200, { tags: ['b'] }),
    ALL,
    'A S I c2 c1 B',
  ],
  [
    'what has a tag of its own goes in its own time, and after what needs it',
    (volume) =>
      volume
        .image('c1', 300, { tags: ['old'] })
        .image('c2', 150, { tags: ['new'] })
        .index('I', 250, ['c1', 'c2'], ['m'])
        .image('B', 200, { tags: ['b'] }),
    ALL,
    'I c1 B c2',
  ],
  [
    'what hangs on what hangs on another comes after both',
    (volume) =>
      volume
        .image('A', 300, { tags: ['a'] })
        .image('S', 400, { subject: 'A' })
        .image('T', 500, { subject: 'S' })
        .image('U', 450, { subject: 'A' })
        .image('B', 250, { tags: ['b'] }),
    ALL,
    'A U S T B',
  ],
  [
    'an image without a tag goes by the time since when it has been without one',
    (volume) =>
      volume
        .image('A', 300, { tags: ['x'] })
        .image('B', 200, { tags: ['x'] })
        .image('C', 250)
        .image('D', 100, { tags: ['x'] }),
    { untagged: true },
    'C A B',
  ],
  [
    'what is attached to an image of its own repository follows that, and not the same image in another',
    (volume) =>
      volume
        .image('A', 300, { tags: ['a'] })
        .image('S', 400, { subject: 'A' })
        .image('B', 200, { tags: ['b'] })
        .image('A', 100, { tags: ['a'], repository: 'other' }),
    ALL,
    'A S B A',
  ],
  [
    'an image goes by its own tags, and not by one that is named for another',
    (volume) =>
      volume
        .image('X', 400, { tags: ['x'] })
        .image('A', 300, { tags: ['a'] })
        .image('B', 200, { tags: ['b'] })
        .tag(volume.signatureOf('X'), 'A', 50),
    ALL,
    'X A B',
  ],
  [
    'a signature of what is gone goes by its tag',
    (volume) =>
      volume
        .absent('X', madeDigest('an image that is gone'))
        .image('S', 400)
        .image('B', 200, { tags: ['b'] })
        .tag(volume.signatureOf('X'), 'S', 100),
    { ...ALL, orphaned: true },
    'B S',
  ],
  [
    'of what goes at once the oldest goes first, however deep an older index has it',
    (volume) =>
      volume
        .image('N', 350)
        .image('M', 340)
        .index('K', 400, ['N'])
        .index('J', 400, ['K'], ['j'])
        .index('I', 100, ['N', 'M'], ['i']),
    ALL,
    'J K I N M',
  ],
])('%s', async (name, build, rule, expected) => {
  const { volume, inventory } = await scanned(name, build);
  const { delete: deletions } = await planOf(inventory, asked(rule));
  inventory.close();
  expect(deletions.map(({ digest }) => volume.nameOf(digest)).join(' ')).toBe(expected);
});

it('the beginning of a list knows what the order depends on in repositories that it does not tell', async () => {
  const { volume, inventory } = await scanned('across', (across) =>
    across
      .image('X', 100, { tags: ['x'], repository: 'other' })
      .image('S', 400, { subject: 'X' })
      .image('B', 300, { tags: ['b'] }),
  );
  const plan = await summarizedPlanOf(inventory, asked({ ...ALL, untagged: true }));
  const namesIn = (limit: number) => plan.cutTo(limit).delete.map(({ digest }) => volume.nameOf(digest));
  expect([namesIn(0), namesIn(1)]).toEqual([['B', 'S', 'X'], ['B']]);
  inventory.close();
});

function asked(rule: ModelRule): ModelQuestion {
  return plainQuestion({ now: NOW, rules: [rule] });
}
