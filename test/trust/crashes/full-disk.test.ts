import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { EndedScans } from './ended-scans.ts';

const dir = temporaryDirectory();

it('a disk that is full at any write, sync, cut, rename, removal or copy costs a scan nothing but itself', {
  timeout: 900_000,
}, async () => {
  const scans = await EndedScans.prepare(dir());
  const ends = new Set<number | null>();
  const tried = await scans.endAtEach('full', ({ status, stderr }, label) => {
    expect([0, 4], label).toContain(status);
    expect(stderr, label).not.toContain('bug');
    const half = fs.readdirSync(scans.home).filter((name) => name.includes('.tmp-'));
    expect(half, label).toEqual([]);
    ends.add(status);
  });
  console.info(`full at ${JSON.stringify(tried)}, ended with ${[...ends]}`);
  expect(ends).toContain(4);
});
