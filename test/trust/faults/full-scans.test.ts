import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { buildFaultVolume, FAULT_VOLUMES } from './fault-volumes.ts';
import { failEachCall } from './faulty-scans.ts';

const dir = temporaryDirectory();

describe('a scan of a disk that fails at any call tells what is so, or that it does not know', {
  timeout: 600_000,
}, () => {
  it.each(Object.keys(FAULT_VOLUMES))('%s', async (name) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    buildFaultVolume(name, volume);
    const tried = await failEachCall({ volume: volume.dir, db: path.join(dir(), 'x.db') });
    expect(tried).toBeGreaterThan(cases({ few: 50, many: 1000 }));
  });
});
