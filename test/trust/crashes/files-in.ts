import * as fs from 'node:fs';
import * as path from 'node:path';

/** The files of a directory, by their paths. */
export function filesIn(directory: string): Map<string, Buffer> {
  const names = fs.readdirSync(directory);
  return new Map(
    names.map((name) => [path.join(directory, name), fs.readFileSync(path.join(directory, name))]),
  );
}

/** Makes a directory hold these files and nothing else. */
export function putBack(directory: string, files: ReadonlyMap<string, Buffer>): void {
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory);
  for (const [file, bytes] of files) fs.writeFileSync(file, bytes);
}
