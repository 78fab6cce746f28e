import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Inventory } from '../../../src/index.ts';
import { scanAt } from '../program.ts';
import { buildVolume, type Pushed } from './build-volume.ts';
import type { Step } from './volume-steps.ts';

/** When the random volumes are scanned. */
export const NOW = Date.UTC(2026, 5, 1);

/** A random volume, its inventory, and what was pushed to it. */
export interface ScannedVolume {
  readonly directory: string;
  readonly inventory: Inventory;
  readonly pushed: readonly Pushed[];
}

/** Makes and scans a volume, and removes it when it was looked at. */
export async function withVolume(
  steps: readonly Step[],
  look: (volume: ScannedVolume) => Promise<void>,
): Promise<void> {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-plan-'));
  const directory = path.join(top, 'volume');
  try {
    const pushed = buildVolume(directory, steps, NOW);
    const inventory = await scanAt(directory, NOW);
    try {
      await look({ directory, inventory, pushed });
    } finally {
      inventory.close();
    }
  } finally {
    fs.rmSync(top, { recursive: true });
  }
}
