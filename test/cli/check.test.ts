import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { demoVolume } from '../support/demo-volume.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const dir = temporaryDirectory();

async function demoInventory(scan: Parameters<typeof recordedInventoryOf>[1] = {}): Promise<string> {
  const inventory = await recordedInventoryOf(demoVolume(path.join(dir(), 'demo')).dir, scan);
  inventory.close();
  return inventory.path;
}

function check(db: string, ...options: string[]) {
  const argv = ['--import', 'tsx', MAIN, 'check', '--db', db, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('stowage check', () => {
  it('ends with 1 where something is at or above --fail-on', async () => {
    const db = await demoInventory();
    expect(check(db).status).toBe(1);
    expect(check(db, '--fail-on', 'never').status).toBe(0);
    const ignoring = ['--ignore', 'image-blob-missing'];
    expect(check(db, ...ignoring).status).toBe(0);
    expect(check(db, ...ignoring, '--fail-on', 'info').status).toBe(1);
    expect(check(db, '--ignore', 'nonsense')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: "stowage: No finding has the id 'nonsense'. docs/commands.md lists them all.\n",
    });
  });

  it('ends with 3 where the scan was not complete, whatever was found', async () => {
    expect(check(await demoInventory({ hooks: { fault: { call: 30, code: 'EIO' } } })).status).toBe(3);
  });

  it('prints one document, or one finding a line', async () => {
    const db = await demoInventory();
    const json = JSON.parse(check(db, '--json').stdout);
    expect(Object.keys(json)).toEqual(['schema', 'findings', 'totals', 'kinds']);
    expect(json).toMatchObject({ schema: 'stowage.check/1', totals: { corruption: 1, warning: 0, info: 2 } });
    expect(JSON.parse(check(db, '--format', 'json').stdout)).toEqual(json);
    const lines = check(db, '--format', 'ndjson').stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(json.findings);
  });
});
