import { takeInventory } from '../../dist/take-inventory.js';

/** Scans a volume whose every stat, open and listing takes longer: `slow-disk.mjs <volume> <db> <milliseconds> [threads]`. */
const [volume = '', db = '', delay = '0', threads] = process.argv.slice(2);
await takeInventory({
  volume,
  db,
  full: true,
  settleMs: 0,
  hooks: { delayMs: Number(delay) },
  ...(threads !== undefined && { threads: Number(threads) }),
});
