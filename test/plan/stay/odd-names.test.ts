import * as path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { plainQuestion } from '../plain-question.ts';
import { planOf, scanAt } from '../program.ts';

const dir = temporaryDirectory();
const NOW = Date.UTC(2026, 5, 1);
const TAGS = 'docker/registry/v2/repositories/app/_manifests/tags';

it.each([
  [
    'a tag of letters that its paths cannot have',
    'app',
    (app) => app.repository('app').tag('\u00fcn', DIGEST),
  ],
  ['a tag with a space', 'app', (app) => app.repository('app').tag("it's v2", DIGEST)],
  ['such a directory without a link', 'app', (app) => app.makeDirectory(`${TAGS}/v 2`)],
] satisfies [string, string, (volume: VolumeBuilder) => unknown][])(
  'where there is %s, a registry refuses every DELETE after the manifest is gone',
  async (_, name, spoil) => {
    expect(await reasonsIn(name, spoil)).toContain('registry-refuses');
  },
);

it('a name that the API does not take, and the paths of a registry do, disturbs nothing', async () => {
  expect(await reasonsIn('app', (volume) => volume.makeDirectory(`${TAGS}/-v2`))).toEqual([]);
});

it('a repository whose name has a port is not addressable', async () => {
  expect(await reasonsIn('localhost:5000/app', () => undefined)).toEqual(['not-addressable']);
});

const DIGEST = `sha256:${'0'.repeat(64)}`;

async function reasonsIn(name: string, spoil: (volume: VolumeBuilder) => unknown): Promise<string[]> {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-01T00:00:00Z');
  volume.repository(name).image({ layers: ['a'], tag: 'v1' });
  spoil(volume);
  const inventory = await scanAt(volume.dir, NOW);
  const { stays } = await planOf(
    inventory,
    plainQuestion({ now: NOW, rules: [{ tags: ['*'] }], minAgeMs: 0 }),
  );
  inventory.close();
  return stays.map(({ reason }) => reason);
}
