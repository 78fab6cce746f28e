import * as path from 'node:path';
import { expect, it } from 'vitest';
// The built library: its threads run what is built.
import { takeInventory } from '../../dist/take-inventory.js';
import { openInventory } from '../../src/index.ts';
import { problemsOf } from '../support/problems-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

it('two things that are no tags in one repository go from a thread to another as they are', async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  volume.repository('app').image({ layers: ['base'], tag: '1' });
  for (const name of ['a', 'b']) volume.writeFileAt(`${REPOSITORIES}/app/_manifests/tags/${name}`, 'x');
  const db = path.join(dir(), 'x.db');
  await takeInventory({ volume: volume.dir, db, threads: 2, settleMs: 0 });
  const inventory = openInventory(db);
  expect(problemsOf(inventory).filter((problem) => problem.startsWith('tag-not-a-directory'))).toHaveLength(
    2,
  );
  inventory.close();
});
