import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { duplicatesQuestion } from '../../src/answers/duplicates.ts';
import { renderDuplicates } from '../../src/render/text/duplicates.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = temporaryDirectory();

/** A volume with a base that was compressed twice, and a step that made something else each time. */
async function textAt(width: number, configs = true): Promise<string> {
  const volume = aVolume(path.join(dir(), 'volume'));
  const [content, step] = [madeDigest('base content'), 'RUN |1 COMMIT=x /bin/sh -c make install \u001b[2J'];
  for (const [at, bytes] of [80_000, 80_000, 64_000].entries()) {
    volume.at(`2026-03-0${at * 2 + 1}T00:00:00Z`);
    volume.repository(`shop/web${at}`).image({
      layers: [
        { name: `base of ${bytes}`, bytes },
        { name: `made ${at}`, bytes: 10_240 },
      ],
      tag: '1.0',
      details: {
        diffIds: [content, madeDigest(`made ${at}`)],
        history: ['ADD rootfs.tar /', step],
        labels: { 'org.opencontainers.image.source': 'https://git.example/shop/web' },
      },
    });
  }
  volume.repository('ops').image({ layers: ['unknown'], tag: '1', config: '{}' });
  const inventory = await inventoryOf(volume.dir, { configs });
  const answer = await duplicatesQuestion.ask(inventory, { reader: 'people' });
  inventory.close();
  return String(renderDuplicates(answer, makeStyle(width, false)));
}

describe('duplicates, as text', () => {
  it.each([80, 200])('at %i columns', async (width) => {
    await expect(await textAt(width)).toMatchFileSnapshot(`expected/duplicates-${width}.txt`);
  });

  it('says what to do where no config was read', async () => {
    await expect(await textAt(80, false)).toMatchFileSnapshot('expected/duplicates-no-configs.txt');
  });
});
