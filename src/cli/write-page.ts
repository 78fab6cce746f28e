import { keepAnswers } from '../answers/page/keep-answers.ts';
import { PartFile } from '../export/target/part-file.ts';
import { assertReplaceable } from '../export/target/place.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { renderPageFile } from '../render/html/page-file.ts';
import { stowageVersion } from '../version.ts';
import { readBuiltPage } from './built-page.ts';
import { printPiece } from './terminal.ts';

/** The target that stands for stdout. */
export const STDOUT = '-';

/**
 * Writes an inventory as a page that is one file, which takes the place of what is there, whole or not at all. Returns how
 * many bytes it has.
 * @throws UsageError for a target that cannot be one, WriteError where it cannot be written.
 */
export async function writePage(inventory: Inventory, target: string): Promise<number> {
  if (target !== STDOUT) assertReplaceable(target, inventory);
  const kept = await keepAnswers(inventory, stowageVersion(), Date.now());
  const page = renderPageFile(readBuiltPage(), kept);
  if (target === STDOUT) {
    await printPiece(page);
    return Buffer.byteLength(page);
  }
  const file = new PartFile(target);
  try {
    file.write(page);
    file.finish();
    file.publish();
    return file.bytes;
  } finally {
    file.abandon();
  }
}
