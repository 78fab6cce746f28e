import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Current, NoInventoryError } from '../../src/server/current/current.ts';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = sharedDirectory();
const db = () => path.join(dir(), 'served.db');
let volume: string;
let current: Current;

beforeAll(() => {
  const built = aVolume(path.join(dir(), 'volume'));
  built.repository('team/app').image({ layers: ['a'], tag: '1' });
  volume = built.dir;
});
afterEach(() => {
  current.close();
  fs.rmSync(db(), { force: true });
});

// In a process of its own: SQLite keeps a descriptor that another connection of the same process has locks through.
const scan = () => stowage(['scan', volume, '--db', db(), '--settle', '0s']);
const scanId = () => current.use((opened) => opened.scanId);
/** The descriptors of this process that lead to an inventory, be it gone from its folder. */
const descriptors = () =>
  fs
    .readdirSync('/proc/self/fd')
    .map(targetOf)
    .filter((target) => target.startsWith(db()));

/** Nothing for the descriptor with which they were listed. */
function targetOf(fd: string): string {
  try {
    return fs.readlinkSync(path.join('/proc/self/fd', fd));
  } catch {
    return '';
  }
}

describe('the inventory that is served', () => {
  it('is none where there is none, and is there as soon as a scan publishes one', async () => {
    current = new Current(db());
    await expect(scanId()).rejects.toThrow(NoInventoryError);
    expect(current.error?.message).toContain('There is no inventory');
    await scan();
    expect(await scanId()).toMatch(/^[0-9a-f-]{36}$/);
    expect(current.error).toBeUndefined();
  });

  it('is the next one at the first question after that was published', async () => {
    await scan();
    current = new Current(db());
    const before = await scanId();
    await scan();
    expect(await scanId()).not.toBe(before);
  });

  it('is seen to be another while nobody asks', async () => {
    await scan();
    current = new Current(db(), 10);
    const seen: string[] = [];
    current.onOpened(({ scanId: id }) => seen.push(id));
    await scan();
    await expect.poll(() => seen.length).toBe(2);
  });

  it('stays the last one that could be opened where something else takes its place', async () => {
    await scan();
    current = new Current(db());
    const before = await scanId();
    fs.writeFileSync(`${db()}.new`, 'no inventory');
    fs.renameSync(`${db()}.new`, db());
    expect(await scanId()).toBe(before);
    expect(current.error?.message).toContain('is no inventory of stowage');
  });

  it('is read to the end by whoever began before it was replaced, and closed then', async () => {
    await scan();
    current = new Current(db());
    let goOn = () => {};
    const reading = current.use(async ({ inventory }) => {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      return inventory.database.prepare('SELECT count(*) FROM blob').pluck().get();
    });
    await scan();
    await scanId();
    expect(descriptors()).toHaveLength(2);
    goOn();
    expect(await reading).toBe(3);
    expect(descriptors()).toHaveLength(1);
  });
});
