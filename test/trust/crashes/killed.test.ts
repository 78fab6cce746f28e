import { expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { EndedScans } from './ended-scans.ts';

const dir = temporaryDirectory();

it('a scan that is killed at any write, sync, cut, rename, removal or copy loses nothing', {
  timeout: 900_000,
}, async () => {
  const scans = await EndedScans.prepare(dir());
  const tried = await scans.endAtEach('kill', ({ status, signal }, label) => {
    expect(signal ?? status, label).toBe('SIGKILL');
  });
  console.info(`killed at ${JSON.stringify(tried)}`);
});
