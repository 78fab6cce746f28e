import { expect, it } from 'vitest';
import { MEDIA_TYPES } from '../../support/manifest-json.ts';
import type { ModelRule } from '../../support/plan-model/question.ts';
import type { ExampleVolume } from '../examples/example-volume.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf } from '../program.ts';
import { scannedOnce } from '../scanned-once.ts';

const NOW = Date.UTC(2026, 5, 1);
const scanned = scannedOnce(NOW);

it.each<readonly [string, (volume: ExampleVolume) => unknown, ModelRule, string, string]>([
  [
    'what is needed by images that go and by one that stays, is held back by the last',
    (volume) => {
      volume.image('c', 100, { tags: ['x'] });
      for (const name of ['I', 'J', 'K', 'L', 'M', 'N', 'O']) {
        volume.image(`${name}c`, 100).index(name, 100, ['c', `${name}c`], [name.toLowerCase()]);
      }
    },
    { tags: ['x', '[i-n]'] },
    'I Ic J Jc K Kc L Lc M Mc N Nc',
    'x: needed-by O',
  ],
  [
    'what an artifact that goes has as a layer does not go along',
    (volume) => {
      volume.image('p', 100);
      const layer = { name: 'part', content: volume.content('p'), mediaType: MEDIA_TYPES.oci.manifest };
      volume.image('W', 100, { tags: ['w'], layers: [layer] }).image('A', 100, { tags: ['v1'] });
    },
    { tags: ['w'] },
    'W',
    '',
  ],
])('%s', async (name, build, rule, goes, stays) => {
  const { volume, inventory } = await scanned(name, build);
  const plan = await planOf(inventory, plainQuestion({ now: NOW, rules: [rule] }));
  inventory.close();
  const gone = plan.delete.map(({ digest }) => volume.nameOf(digest)).sort();
  expect(gone.join(' ')).toBe(goes);
  const staying = plan.stays.map(
    ({ tag, reason, by }) => `${tag}: ${reason} ${by === undefined ? '' : volume.nameOf(by)}`,
  );
  expect(staying.join()).toBe(stays);
});
