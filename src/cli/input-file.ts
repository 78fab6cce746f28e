import { readFileSync } from 'node:fs';
import type { InputFile } from '../answers/options.ts';
import { UsageError } from '../errors.ts';

/** Reads a file that an option names; `-` is stdin. @throws UsageError where it cannot be read. */
export function readInputFile(option: string, file: string): InputFile {
  try {
    return { name: file === '-' ? 'stdin' : file, bytes: readFileSync(file === '-' ? 0 : file) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UsageError(`${option} ${file}: ${why}. Expected a file, or - for stdin.`);
  }
}
