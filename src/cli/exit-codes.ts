import { InventoryError, LockedError, UsageError, VolumeError, WriteError } from '../errors.ts';

/** What the program ends with. Never reused for anything else; any other code that is not 0 is a failure too. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  failed: 4,
  noVolume: 10,
  locked: 11,
  noInventory: 12,
} as const;

/** Printed under every command's help. */
export const EXIT_HELP = `
Exit status: 0 done; 1 findings at or above --fail-on; 2 wrong usage; 3 incomplete, something could not be read;
4 the inventory could not be written, or a bug; 10 no registry volume there, or an empty one; 11 another scan holds
the inventory; 12 the inventory is missing, damaged, not stowage's, or newer; 128+n ended by signal n.`;

/** The code for an error, or undefined for one that nobody foresaw. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof VolumeError) return EXIT.noVolume;
  if (error instanceof LockedError) return EXIT.locked;
  if (error instanceof InventoryError) return EXIT.noInventory;
  if (error instanceof WriteError) return EXIT.failed;
  return undefined;
}
