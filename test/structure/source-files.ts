import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** A file of src. */
export interface SourceFile {
  /** Relative to src. */
  readonly path: string;
  readonly text: string;
  /** The folder it lies in, or its own name where it lies in src itself. */
  readonly room: string;
  /** What it imports, statically or when it runs. */
  readonly imports: readonly SourceImport[];
}

interface SourceImport {
  /** As written. */
  readonly from: string;
  /** The room it leads to; undefined for a package. */
  readonly room: string | undefined;
  /** Nothing is left of it when it runs. */
  readonly isType: boolean;
}

const IMPORT =
  /^(?:import|export)\s(type\s)?[^;]*?from '([^']+)'|\bimport\('([^']+)'\)|\brequire\('([^']+)'\)/gms;

/** All files of src. */
export function sourceFiles(): SourceFile[] {
  const names = fs.readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.tsx?$/.test(name)).map(readSource);
}

function readSource(name: string): SourceFile {
  const text = fs.readFileSync(path.join(SRC, name), 'utf8');
  const imports = [...text.matchAll(IMPORT)].map(([, type, ...from]): SourceImport => {
    const target = from.find((each) => each !== undefined) ?? '';
    const room = target.startsWith('.') ? roomOf(path.join(path.dirname(name), target)) : undefined;
    return { from: target, room, isType: type !== undefined };
  });
  return { path: name, text, room: roomOf(name), imports };
}

function roomOf(name: string): string {
  const [first = ''] = name.split(path.sep);
  return first.replace(/\.tsx?$/, '');
}
