import { it } from 'vitest';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { EndedScans } from './ended-scans.ts';

const dir = temporaryDirectory();

const KILLS = cases({ few: 4, many: 200 });

it('a scan that is killed at a random moment loses nothing', { timeout: 900_000 }, async () => {
  const scans = await EndedScans.prepare(dir());
  for (let kill = 0; kill < KILLS; kill++) await scans.killAfter(100 + ((kill * 97) % 400));
});
