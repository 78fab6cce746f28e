import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { streamParts } from '../../../src/server/registry/file-stream.ts';
import { OpenFile } from '../../../src/volume/open-file.ts';
import { Disk } from '../../../src/volume/threads/disk.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const dir = temporaryDirectory();
const STEP = 128 * 1024;

// Hono's server writes the text of an error behind what waits to be sent.
it('a stream of a file fails when it is asked for more, and not while what came before is taken', async () => {
  fs.writeFileSync(path.join(dir(), 'file'), Buffer.alloc(3 * STEP));
  const disk = new Disk({ root: dir(), threads: 0, hooks: { fault: { call: 4, code: 'EIO' } } });
  const file = await disk.openFile('file');
  if (!(file instanceof OpenFile)) throw new Error('It was not opened.');
  const reader = streamParts(file, [{ start: 0, end: 3 * STEP }]).getReader();
  let hasFailed = false;
  reader.closed.catch(() => {
    hasFailed = true;
  });
  expect((await reader.read()).value).toHaveLength(STEP);
  await sleep(50);
  expect(hasFailed).toBe(false);
  await expect(reader.read()).rejects.toMatchObject({ code: 'EIO' });
});
