import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What could not be read while volumes were looked for. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
}

/** Longer than any docker configuration; read whole, so nothing may be endless. */
const MAX_BYTES = 1024 * 1024;

/**
 * The directories below which docker keeps all its data, where `daemon.json` files move them (`data-root`, before docker
 * 23 also `graph`; dockerd's reference). Files that are broken, or no files, move nothing and are told.
 */
export function readDockerDataRoots(files: readonly string[]): { roots: string[]; unread: Unread[] } {
  const roots: string[] = [];
  const unread: Unread[] = [];
  for (const file of files) {
    try {
      roots.push(...dataRootsIn(file));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') unread.push({ path: file, reason: code ?? message });
    }
  }
  return { roots, unread };
}

function dataRootsIn(file: string): string[] {
  const stat = statSync(file);
  // A home's owner may have put a pipe there, which would never end.
  if (!stat.isFile() || stat.size > MAX_BYTES) throw new Error('no configuration');
  const config = parse(readFileSync(file, 'utf8'));
  const named = [config['data-root'], config['graph']].filter((each) => each !== undefined && each !== '');
  return named.map((each) => {
    if (typeof each !== 'string' || !path.isAbsolute(each)) throw new Error('data-root is no absolute path');
    return each;
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    // A byte order mark is what Windows' editors begin a text with.
    const config: unknown = JSON.parse(text.replace(/^\ufeff/, '') || '{}');
    if (typeof config === 'object' && config !== null && !Array.isArray(config))
      return config as Record<string, unknown>;
  } catch {
    // What is wrong in somebody's configuration is not for a terminal.
  }
  throw new Error('no JSON object');
}
