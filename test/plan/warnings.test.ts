import * as path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { planOf, scanAt } from './program.ts';

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);

it.each([
  ['app', "--protect 'app' matches no tag. Did you mean 'app:*'?"],
  ['appp:v1', "--protect 'appp:v1' matches no tag. Near it: app:v1."],
  ['reg.example.com/appp', "--protect 'reg.example.com/appp' matches no tag. Near it: app."],
  ['release-*1', "--protect 'release-*1' matches no tag."],
  ['app:v2', "--protect 'app:v2' matches no tag."],
  ['rel-*', "--protect 'rel-*' matches no tag."],
  ['other:v1', "--protect 'other:v1' matches no tag."],
])("of '%s', which protects nothing, it is said what may be meant", async (protect, message) => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository('app').image({ layers: ['a'], tag: 'v1' });
  const inventory = await scanAt(volume.dir, NOW);
  const plan = await planOf(inventory, {
    now: NOW,
    family: '2.7-2.8',
    rules: [{ tags: ['*'] }],
    isPolicy: false,
    scope: [],
    protect: [protect],
    protectsLatest: true,
    minAgeMs: 0,
    inUse: [],
  });
  inventory.close();
  expect(plan.warnings.filter(({ code }) => code === 'protect-idle')).toEqual([
    { code: 'protect-idle', message },
  ]);
});
