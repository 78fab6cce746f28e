import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CLI } from '../support/command-line.ts';
import { isInstalled } from './contestants.ts';
import type { Command } from './measure.ts';

const COUNT = 'SELECT state, count(*) AS blobs, sum(bytes) AS bytes FROM blobs GROUP BY state';
const SQLITE = 'sqlite3';

/** Who hands on the inventory that the last scan left: Parquet first, as the measure of the others. */
export function exports(workplace: string): Command[] {
  return ['parquet', 'ncdu', 'prometheus'].map((format) => {
    const target = join(workplace, `export-${format}`);
    return {
      ...stowage(workplace, `export --to ${format}`, [
        'export',
        '--to',
        format,
        ...nameOf(format),
        target,
        '-q',
      ]),
      before: () => rmSync(target, { recursive: true, force: true }),
    };
  });
}

/** Who adds up in SQL: SQLite's own shell first, where it is installed, which does it in no process of its own. */
export function sums(workplace: string): Command[] {
  const sql = stowage(workplace, 'sql, blobs and bytes by state', ['sql', COUNT]);
  const history = stowage(workplace, 'history', ['history']);
  if (!isInstalled(SQLITE)) return [sql, history];
  const argv = [SQLITE, '-readonly', join(workplace, 'stowage.db'), COUNT];
  return [{ name: `${SQLITE}, the same`, argv, log: join(workplace, 'stderr') }, sql, history];
}

function nameOf(format: string): readonly string[] {
  return format === 'parquet' ? ['--registry-name', 'bench'] : [];
}

function stowage(workplace: string, name: string, words: readonly string[]): Command {
  return {
    name: `stowage ${name}`,
    argv: [process.execPath, CLI, ...words, '--db', join(workplace, 'stowage.db')],
    log: join(workplace, 'stderr'),
  };
}
