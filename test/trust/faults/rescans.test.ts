import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cases } from '../../support/random-cases.ts';
import { scanAlone } from '../../support/scan-alone.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { buildFaultVolume, FAULT_VOLUMES } from './fault-volumes.ts';
import { failEachCall } from './faulty-scans.ts';

const dir = temporaryDirectory();

describe('so does one that starts from an inventory', { timeout: 600_000 }, () => {
  it.each(Object.keys(FAULT_VOLUMES))('%s', async (name) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    buildFaultVolume(name, volume);
    const startsFrom = path.join(dir(), 'first.db');
    const hooks = { clockGranularityMs: 0 };
    (await scanAlone({ volume: volume.dir, db: startsFrom, hooks })).close();
    volume.repository('app').image({ layers: ['base', 'since'], tag: 'since' });
    const tried = await failEachCall({ volume: volume.dir, db: path.join(dir(), 'x.db'), startsFrom });
    expect(tried).toBeGreaterThan(cases({ few: 50, many: 700 }));
  });
});
