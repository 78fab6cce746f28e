import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ncduText } from '../../src/export/ncdu/ncdu.ts';
import { type Inventory, openInventory, usage, VolumeError } from '../../src/index.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeUuid } from '../support/made-bytes.ts';
import { type NcduDirectory, readNcdu, repositoryIn } from '../support/ncdu-model.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { buildRandomVolume, randomVolume } from '../support/random-volume.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

describe('what ncdu adds up is what usage says', { timeout: 300_000 }, () => {
  it('on random volumes', async () => {
    await fc.assert(
      fc.asyncProperty(randomVolume(), async (ops) => {
        const volume = mkdtempSync(join(dir(), 'random-'));
        buildRandomVolume(volume, ops);
        const inventory = await inventoryOf(volume).catch((error) => {
          if (!(error instanceof VolumeError)) throw error;
        });
        if (inventory !== undefined) expectSums(inventory);
        inventory?.close();
        rmSync(volume, { recursive: true });
      }),
      { numRuns: cases({ few: 50, many: 200 }), seed: SEED },
    );
  });
});

describe('names in what ncdu reads', () => {
  const written = async (change: (database: Database.Database) => void) => {
    const volume = aVolume(join(dir(), 'volume'));
    volume
      .repository('team/app')
      .image({ layers: ['base'], tag: '1' })
      .upload({ id: madeUuid('u'), bytes: 10 });
    const { path, ...inventory } = await inventoryOf(volume.dir);
    inventory.close();
    const database = new Database(path);
    change(database);
    database.close();
    sealFile(path);
    const changed = openInventory(path);
    const text = [...ncduText(changed)].join('');
    changed.close();
    return {
      text,
      names: [...text.matchAll(/"name":("(?:[^"\\]|\\.)*")/g)].map(([, name = '']) => JSON.parse(name)),
    };
  };

  it('are below a path that is on no disk, because gdu deletes what it shows', async () => {
    const { names } = await written(() => {});
    expect(names[0]).toBe(`/(registry)${dir()}/volume`);
    expect(names.slice(1, 4)).toEqual(['team', 'app', ':1']);
  });

  it('lead nowhere else, whatever the inventory says', async () => {
    const { names } = await written((database) => {
      database.prepare("UPDATE repository SET name = '../../etc//x'").run();
      database.prepare("UPDATE tag SET name = 'a/../../..'").run();
      database.prepare("UPDATE upload SET name = ''").run();
    });
    expect(names).toEqual(expect.arrayContaining(['(..)', 'etc', '()', ':a\\x2f..\\x2f..\\x2f..']));
    expect(names.slice(1).filter((name) => /^\.{0,2}$|\//.test(name))).toEqual([]);
  });

  it('are whole JSON and act on no terminal, and different ones stay different', async () => {
    const { text, names } = await written((database) => {
      database.prepare('UPDATE repository SET name = ?').run(Buffer.from('caf\xe9/\x1b[2J"\\', 'latin1'));
      database.prepare('UPDATE tag SET name = ?').run('a\u0085\u202eb\n');
    });
    expect(names).toEqual(expect.arrayContaining(['caf\\351', '\\x1b[2J"\\\\', ':a\\x85\\u202eb\\x0a']));
    expect(text.replaceAll('\n', '')).toMatch(/^[ -~]*$/);
  });
});

function expectSums(inventory: Inventory): void {
  const top = readNcdu([...ncduText(inventory)].join(''));
  const { totals, repositories } = usage(inventory);
  expect(top.bytes).toBe(totals.volumeBytes);
  expect(top.directories.get('(uploads)')?.bytes ?? 0).toBe(totals.uploadBytes);
  expect(top.files).toEqual([{ name: '(other)', asize: totals.otherBytes, dsize: totals.otherBytes }]);
  expect(top.directories.get('(unreferenced)')?.bytes ?? 0).toBe(totals.unreferencedBytes);
  for (const { name, nameBase64, ...sums } of repositories) {
    if (nameBase64 !== undefined) continue;
    const own = repositoryIn(top, name);
    expect([name, own?.bytes, own?.uniqueBytes]).toEqual([name, sums.bytes, sums.uniqueBytes]);
    expect(tagsOf(own)).toHaveLength(sums.tags);
    expect(own?.directories.get('(untagged)')?.bytes ?? 0).toBe(sums.untaggedBytes);
  }
}

function tagsOf(repository: NcduDirectory | undefined): string[] {
  return [...(repository?.directories.keys() ?? [])].filter((name) => name.startsWith(':'));
}
