/**
 * What stands at a path, symlinks resolved. `dangling`, `loop` and `not-followed` are symlinks that lead nowhere,
 * round in a circle, or out of a volume that must not be left. `other`: a FIFO, socket or device.
 */
export type EntryKind = 'file' | 'directory' | 'other' | 'dangling' | 'loop' | 'not-followed';
