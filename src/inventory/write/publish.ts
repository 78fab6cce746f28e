import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { WriteError } from '../../errors.ts';
import { sealFile, unsealFile } from '../format/seal.ts';

/** Where an inventory is built before it takes its name: beside it, on the same file system. */
export function temporaryPath(inventory: string): string {
  return `${inventory}.tmp-${process.pid}`;
}

/** Removes what this process has begun to build: it will not be finished. */
export function removeTemporary(inventory: string): void {
  rmSync(temporaryPath(inventory), { force: true });
}

/**
 * Begins an inventory as a copy of the last one; file systems that can share the blocks do. Where the disk is full, nothing
 * is left of it.
 */
export function copyToTemporary(inventory: string): void {
  try {
    copyFileSync(inventory, temporaryPath(inventory), constants.COPYFILE_FICLONE);
    unsealFile(temporaryPath(inventory));
  } catch (error) {
    removeTemporary(inventory);
    throw new WriteError(`Could not write ${inventory}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Removes what killed scans left behind, and what somebody else's program did who wrote to an inventory in place: SQLite would
 * take it back into the next one. Only for the holder of the lock.
 */
export function sweepTemporary(inventory: string): void {
  const directory = path.dirname(inventory);
  const name = path.basename(inventory);
  const left = [`${name}-journal`, `${name}-wal`, `${name}-shm`];
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const isLeft = left.includes(entry.name) || entry.name.startsWith(`${name}.tmp-`);
    if (isLeft && !entry.isDirectory()) rmSync(path.join(directory, entry.name), { force: true });
  }
}

/**
 * Gives a finished, closed inventory its name: it is sealed, its bytes reach the disk first, then the name, then the directory, so
 * that a crash leaves either the last inventory or this one, whole.
 */
export function publish(inventory: string): void {
  try {
    sealFile(temporaryPath(inventory));
    renameSync(temporaryPath(inventory), inventory);
    syncToDisk(path.dirname(inventory));
  } catch (error) {
    throw new WriteError(`Could not write ${inventory}: ${(error as Error).message}`, { cause: error });
  }
}

function syncToDisk(file: string): void {
  const fd = openSync(file, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
