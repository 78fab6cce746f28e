import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseThreads, threadsFor } from '../../src/scan/threads/thread-count.ts';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

describe('the number of threads', () => {
  it.each([
    ['nothing at all', 0, 2],
    ['the page cache', 0.006, 2],
    ['a fast disk', 0.1, 8],
    ['a file server', 0.5, 8],
    ['a server far away', 2, 8],
    ['a seek of a spinning disk', 8, 4],
  ])('for an answer as slow as that of %s', (_, latencyMs, threads) => {
    expect(threadsFor(latencyMs, 2)).toBe(threads);
  });

  it('is never less than there are processors', () => {
    expect(threadsFor(0.5, 32)).toBe(32);
  });

  it('follows what the disk shows', () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    for (let blob = 0; blob < 20; blob++) volume.orphan(`${blob}`, 10);
    expect(chooseThreads(new VolumeFs({ root: volume.dir, hooks: { delayMs: 0.6 } }), 2)).toBe(8);
  });

  it('is that of the processors where there is nothing to look at, or it cannot be read', () => {
    const empty = aVolume(path.join(dir(), 'empty')).dir;
    expect(chooseThreads(new VolumeFs({ root: empty }), 3)).toBe(3);
    const broken = new VolumeFs({ root: empty, hooks: { fault: { call: 1, code: 'EIO', sticky: true } } });
    expect(chooseThreads(broken, 3)).toBe(3);
  });
});
