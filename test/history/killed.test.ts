import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openInventory } from '../../src/index.ts';
import { historyPath } from '../../src/inventory/beside/history-file.ts';
import { endOf, startStowage, stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { cases } from '../support/random-cases.ts';
import { linesOf } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const PRELOAD = fileURLToPath(new URL('kill-at.mjs', import.meta.url));
const ROUNDS = cases({ few: 3, many: 8 });
const dir = temporaryDirectory();
const db = () => path.join(dir(), 'stowage.db');
const idsIn = () => linesOf(db(), 'SELECT id FROM scan ORDER BY number');
const publishedId = () => {
  const inventory = openInventory(db());
  inventory.close();
  return inventory.scan.id;
};

function isSound(): boolean {
  const database = new Database(historyPath(db()));
  const result = database.pragma('integrity_check', { simple: true });
  database.close();
  return result === 'ok';
}

describe('a kill loses no record and doubles none', { timeout: 240_000 }, () => {
  it('whatever statement it comes before, and right after the inventory is published', async () => {
    const volume = demoCopy(dir());
    const scan = ['scan', volume.dir, '--db', db(), '--settle', '0s'];
    await stowage(scan);
    const published = [publishedId()];
    const note = () => {
      const id = publishedId();
      if (!published.includes(id)) published.push(id);
    };
    const pushed: string[] = [];
    const push = (tag: string) => {
      pushed.push(tag);
      volume.repository('shop/new').image({ layers: [`layer of ${tag}`], tag });
    };
    let kills = 0;
    for (let at = 0; ; at++) {
      push(`${at}`);
      const env = { NODE_OPTIONS: `--import ${PRELOAD}`, STOWAGE_TEST_KILL_AT: String(at) };
      const { signal } = await stowage(scan, { env });
      note();
      expect(isSound(), `statement ${at}`).toBe(true);
      if (signal === null) break;
      kills++;
      push(`more-${at}`);
      expect((await stowage(scan)).exitCode).toBe(0);
      note();
      expect(idsIn(), `statement ${at}`).toEqual(published);
    }
    const tags = linesOf(db(), "SELECT tag FROM events WHERE kind = 'tag-pushed' ORDER BY id");
    expect(tags).toEqual(pushed);
    expect(kills).toBeGreaterThan(20);
  });

  it('at any moment', async () => {
    const volume = demoCopy(dir());
    const scan = ['scan', volume.dir, '--db', db(), '--settle', '0s'];
    await stowage(scan);
    const published = [publishedId()];
    for (let round = 0; round < ROUNDS; round++) {
      volume.orphan(`orphan ${round}`);
      const child = startStowage(scan);
      setTimeout(() => child.kill('SIGKILL'), 150 + 60 * round);
      await endOf(child);
      if (!published.includes(publishedId())) published.push(publishedId());
    }
    await stowage(scan);
    expect(idsIn()).toEqual([...published, publishedId()]);
    expect(isSound()).toBe(true);
  });
});
