import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { usage } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { problemsOf } from '../support/problems-of.ts';
import type { UploadOptions } from '../support/push-options.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { uploadPath } from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const ID = '0a6f9a2c-7f43-4b6f-9d2e-1c2b3a4d5e6f';
const AT = uploadPath('team/api', ID);

async function scanUpload(options: UploadOptions) {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume
    .at('2026-03-01T12:00:00Z')
    .repository('team/api')
    .upload({ id: ID, ...options });
  const inventory = await inventoryOf(volume.dir);
  const [row] = inventory.database.prepare('SELECT * FROM upload').all() as [Record<string, unknown>];
  const { totals } = usage(inventory);
  const problems = problemsOf(inventory);
  inventory.close();
  return { row, totals, problems };
}

describe('an upload that was never finished', () => {
  it('counts with all its files, and apart from everything else', async () => {
    const { row, totals } = await scanUpload({ bytes: 5000, hashStates: [0, 5000] });
    expect(row).toMatchObject({ name: ID, data_bytes: 5000, bytes: 5000 + 20 + 2 * 108, files: 4 });
    expect(totals).toMatchObject({ uploadBytes: 5236, otherBytes: 0 });
  });

  it('was started when startedat says, and touched when its newest file was', async () => {
    const { row } = await scanUpload({ startedAt: '2026-01-05T08:00:00Z' });
    expect(row).toMatchObject({
      started_at: Date.parse('2026-01-05T08:00:00Z') * 1000,
      started_at_text: '2026-01-05T08:00:00Z',
      modified_at: Date.parse('2026-03-01T12:00:00Z') * 1000,
    });
  });

  it('without startedat is never purged by the registry, and so is a problem', async () => {
    const { row, problems } = await scanUpload({ startedAt: null });
    expect(row).toMatchObject({ started_at: null, started_at_text: null });
    expect(problems).toEqual([`upload-without-start ${AT}`]);
  });

  it.each(['', 'yesterday', '2026-01-05T08:00:00Z\n'])(
    'with %j for a start is a problem too, and the text is kept',
    async (startedAt) => {
      const { row, problems } = await scanUpload({ startedAt });
      expect(row).toMatchObject({ started_at: null, started_at_text: startedAt });
      expect(problems).toEqual([`upload-start-malformed ${AT}`]);
    },
  );

  it('may have no data yet', async () => {
    const { row, problems } = await scanUpload({ bytes: null, hashStates: [] });
    expect(row).toMatchObject({ data_bytes: 0, bytes: 20, files: 1 });
    expect(problems).toEqual([]);
  });

  it('of which only hash states are left, as after a cancelled push, still counts', async () => {
    const { row, problems } = await scanUpload({ bytes: null, startedAt: null, hashStates: [0] });
    expect(row).toMatchObject({ data_bytes: 0, bytes: 108, files: 1 });
    expect(problems).toEqual([`upload-without-start ${AT}`]);
  });
});

describe('what lies in _uploads and is none', () => {
  it('is a stray, and counts as an upload all the same', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('team/api').volume.writeFileAt(uploadPath('team/api', 'left.tmp'), 'x'.repeat(10));
    const inventory = await inventoryOf(volume.dir);
    expect(problemsOf(inventory)).toEqual([`stray ${uploadPath('team/api', 'left.tmp')}`]);
    expect(usage(inventory).totals).toMatchObject({ uploadBytes: 10, otherBytes: 0 });
    inventory.close();
  });

  it('in an empty directory makes an empty upload', async () => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.makeDirectory(AT);
    const inventory = await inventoryOf(volume.dir);
    expect(usage(inventory).repositories).toMatchObject([{ name: 'team/api', uploadBytes: 0 }]);
    expect(problemsOf(inventory)).toEqual([`upload-without-start ${AT}`]);
    inventory.close();
  });
});
