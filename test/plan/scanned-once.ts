import * as path from 'node:path';
import { type Inventory, openInventory } from '../../src/index.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { ExampleVolume } from './examples/example-volume.ts';
import { scanAt } from './program.ts';

/** Builds and scans each volume once, by its name, however often a test is repeated, and opens its inventory anew each time. */
export function scannedOnce(
  now: number,
): (
  name: string,
  build: (volume: ExampleVolume) => unknown,
) => Promise<{ volume: ExampleVolume; inventory: Inventory }> {
  const dir = sharedDirectory();
  const volumes = new Map<string, ExampleVolume>();
  return async (name, build) => {
    const volume = volumes.get(name) ?? new ExampleVolume(path.join(dir(), `${volumes.size}`), now);
    if (!volumes.has(name)) {
      build(volume);
      (await scanAt(volume.builder.dir, now)).close();
      volumes.set(name, volume);
    }
    return { volume, inventory: openInventory(`${volume.builder.dir}.db`) };
  };
}
