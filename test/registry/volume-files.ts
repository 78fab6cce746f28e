import { readdirSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Sizes of a volume's regular files, by a plain walk that knows three patterns of path and nothing else. */
export interface FileTotals {
  blobs: number;
  blobBytes: number;
  uploads: number;
  uploadBytes: number;
  otherBytes: number;
  volumeBytes: number;
}

/** Adds up every regular file under the root. */
export async function totalFiles(root: string): Promise<FileTotals> {
  const totals: FileTotals = {
    blobs: 0,
    blobBytes: 0,
    uploads: 0,
    uploadBytes: 0,
    otherBytes: 0,
    volumeBytes: 0,
  };
  for (const path of await everything(root)) {
    const file = await lstat(join(root, path));
    if (/\/_uploads\/[^/]+$/.test(path) && file.isDirectory()) totals.uploads += 1;
    if (!file.isFile()) continue;
    totals.volumeBytes += file.size;
    if (/^docker\/registry\/v2\/blobs\/\w+\/[0-9a-f]{2}\/[0-9a-f]+\/data$/.test(path)) {
      totals.blobs += 1;
      totals.blobBytes += file.size;
    } else if (path.includes('/_uploads/')) {
      totals.uploadBytes += file.size;
    } else {
      totals.otherBytes += file.size;
    }
  }
  return totals;
}

/** One line for every entry under the root, and for the root, that differs after any change to it. */
export async function fingerprint(root: string): Promise<string[]> {
  const lines: string[] = [];
  for (const path of ['', ...(await everything(root))]) {
    const { ino, mode, size, mtimeNs, ctimeNs } = await lstat(join(root, path), { bigint: true });
    lines.push(
      `${path} inode=${ino} mode=${mode.toString(8)} size=${size} mtime=${mtimeNs} ctime=${ctimeNs}`,
    );
  }
  return lines;
}

/** Every regular file under the root, by its path from there. */
export function filesIn(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(root, join(parentPath, name))).sort();
}

/** Whether a file lies in one of these directories or below. */
export function isWithin(file: string, directories: readonly string[]): boolean {
  return directories.some((directory) => file.startsWith(`${directory}/`));
}

async function everything(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();
}
