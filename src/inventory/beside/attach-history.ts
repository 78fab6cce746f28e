import { InventoryError } from '../../errors.ts';
import type { Database } from '../format/sqlite.ts';
import { assertOwnSchema } from '../read/own-schema.ts';
import { assertWhole, existsHistory, historyPath, readingHistory } from './history-file.ts';
import { HISTORY_TABLES, HISTORY_VERSION, HISTORY_VIEWS } from './history-schema.ts';

/**
 * Attaches the history that belongs to an inventory as `history`, if there is one, and as the inventory is open: only
 * for reading, where that is. False where there is none.
 * @throws InventoryError where it is damaged, something else, or written by a newer version.
 */
export function attachHistory(database: Database): boolean {
  const path = historyPath(database.name);
  if (!existsHistory(path)) return false;
  assertWhole(path);
  return readingHistory(path, () => {
    database.prepare('ATTACH ? AS history').run(path);
    const version = Number(database.pragma('history.user_version', { simple: true }));
    if (version > HISTORY_VERSION)
      throw new InventoryError(
        `${path} was written by a newer stowage (format ${version}, this one reads ${HISTORY_VERSION}): use that version, or move it away.`,
      );
    assertOwnSchema(database, 'history', path, HISTORY_TABLES + HISTORY_VIEWS);
    return true;
  });
}
