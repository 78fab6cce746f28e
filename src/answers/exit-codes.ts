import { InventoryError, LockedError, UsageError, VolumeError, WriteError } from '../errors.ts';

/** What the program ends with. Never reused for anything else; any other code that is not 0 is a failure too. */
export const EXIT_CODES = {
  done: { code: 0, sentence: 'done' },
  findings: { code: 1, sentence: 'findings at or above --fail-on' },
  usage: { code: 2, sentence: 'wrong usage' },
  incomplete: { code: 3, sentence: 'incomplete, something could not be read' },
  failed: { code: 4, sentence: 'the inventory could not be written, or a bug' },
  noVolume: { code: 10, sentence: 'no registry volume there, or an empty one' },
  locked: { code: 11, sentence: 'another scan holds the inventory' },
  noInventory: { code: 12, sentence: "the inventory is missing, damaged, not stowage's, or newer" },
} as const;

/** Where it ends by a signal, the code is this and the signal's number. */
export const SIGNAL_CODE = 128;

/** The code for an error, or undefined for one that nobody foresaw. */
export function exitCodeOf(error: unknown): number | undefined {
  return ERRORS.find(([kind]) => error instanceof kind)?.[1].code;
}

const ERRORS = [
  [UsageError, EXIT_CODES.usage],
  [VolumeError, EXIT_CODES.noVolume],
  [LockedError, EXIT_CODES.locked],
  [InventoryError, EXIT_CODES.noInventory],
  [WriteError, EXIT_CODES.failed],
] as const;
