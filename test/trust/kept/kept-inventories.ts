import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const KEPT = fileURLToPath(new URL('../../../fixtures/inventories', import.meta.url));

/** Formats of which an inventory is kept. */
export const OLD_FORMATS = fs
  .readdirSync(KEPT)
  .flatMap((name) => /^format-(\d+)\.db\.gz$/.exec(name)?.slice(1) ?? [])
  .map(Number)
  .sort((one, other) => one - other);

/** Puts the inventory of an older format where an inventory is expected, with its history where it had one. */
export function unpackInventory(format: number, db: string): void {
  for (const suffix of ['', '.history']) {
    const kept = path.join(KEPT, `format-${format}.db${suffix}.gz`);
    if (fs.existsSync(kept)) fs.writeFileSync(`${db}${suffix}`, gunzipSync(fs.readFileSync(kept)));
  }
}
