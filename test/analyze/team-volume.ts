import * as path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Inventory } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import type { RepositoryBuilder } from '../support/repository-builder.ts';
import type { ScanAlone } from '../support/scan-alone.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

/** A volume of two repositories, made anew for each test. */
export let volume: VolumeBuilder;
/** What `open` opened last. */
export let inventory: Inventory;
/** The digest of what is tagged `1` in team/api. */
export let one: string;
/** Of what is tagged `2` and `latest` there. */
export let two: string;
/** Of what has a layer of two's. */
export let untagged: string;

export const dir = temporaryDirectory();

beforeEach(() => {
  volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  const api = volume.repository('team/api');
  one = digestAfter(api.image({ layers: ['shared', 'one'], tag: '1' }));
  two = digestAfter(api.image({ layers: ['shared', 'two'], tag: '2' }));
  api.tag('latest', two);
  untagged = digestAfter(api.image({ layers: ['two', 'untagged'], label: 'untagged' }));
  volume.repository('lib.rary/db').image({ layers: ['db'], tag: '1' });
});
afterEach(() => inventory.close());

/** Scans the volume as it is now. */
export async function open(options: Partial<ScanAlone> = {}): Promise<void> {
  inventory = await inventoryOf(volume.dir, options);
}

/** The digest of what was pushed last. */
export function digestAfter(repository: RepositoryBuilder): string {
  return repository.digest;
}
