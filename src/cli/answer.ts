import type { Inventory } from '../inventory/read/reader.ts';
import type { Style } from '../render/text/parts/style.ts';
import { EXIT } from './exit-codes.ts';
import type { CommonOptions } from './options.ts';
import { print, stdoutStyle } from './terminal.ts';

/** What a command says: as an object for --json, and as text. */
export interface Answer {
  readonly json: object;
  readonly text: (style: Style) => string;
}

/** Opens the inventory, asks it, and prints the answer. What comes from an incomplete inventory is incomplete too. */
export async function answerFrom(
  command: string,
  options: CommonOptions,
  ask: (inventory: Inventory) => Promise<Answer> | Answer,
): Promise<void> {
  const { openInventory } = await import('../inventory/read/reader.ts');
  const inventory = openInventory(options.db);
  try {
    const { json, text } = await ask(inventory);
    if (options.json === true) {
      const { renderJson } = await import('../render/data/json.ts');
      print(renderJson(command, json));
    } else print(text(stdoutStyle(options.color)));
    if (inventory.scan.is_complete === 0) process.exitCode = EXIT.incomplete;
  } finally {
    inventory.close();
  }
}
