import * as fs from 'node:fs';
import * as path from 'node:path';

/** How a file gets its bytes. */
export type Write = (file: string, bytes: Buffer | string) => void;

/** As registries before 3.1 write: the file stays the same inode. */
export function writeInPlace(file: string, bytes: Buffer | string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
}

/** As registries from 3.1 on write (registry/storage/driver/filesystem): another file, and then its name. */
export function writeAndRename(file: string, bytes: Buffer | string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.6f1ed002-ab5f-4f3a-9f0e-2c3e3c1d2b4a.tmp`;
  fs.writeFileSync(temporary, bytes);
  fs.renameSync(temporary, file);
}
