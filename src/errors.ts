/** What a caller did wrong: options or arguments that make no sense. Nothing was read or written. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** There is no registry volume where one was said to be, or there is nothing in it. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}

/** The inventory is missing, damaged, not ours, or written by a newer version. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
}

/** The inventory could not be written: the last complete one is as it was. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/** Another scan is writing the inventory. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}
