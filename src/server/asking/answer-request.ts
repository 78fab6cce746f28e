import { QUESTIONS } from '../../answers/ask.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { safeJson } from '../../safe-json.ts';
import type { AskRequest } from './request.ts';

/** What every question has, whatever its options are. */
interface Askable {
  ask(inventory: Inventory, options: object): Promise<object>;
  json(answer: object): object;
}

/**
 * The body of an answer: what the command prints with --json, without its line breaks.
 * @throws UsageError and InventoryError as the question does.
 */
export async function answerRequest(
  inventory: Inventory,
  { name, options }: AskRequest,
): Promise<Uint8Array> {
  const question = QUESTIONS[name as keyof typeof QUESTIONS] as unknown as Askable;
  const answer = await question.ask(inventory, options);
  return new TextEncoder().encode(safeJson({ schema: `stowage.${name}/1`, ...question.json(answer) }));
}
