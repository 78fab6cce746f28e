import { parentPort } from 'node:worker_threads';
import { InventoryError } from '../../errors.ts';
import { type Inventory, openInventory } from '../../inventory/read/reader.ts';
import { answerRequest } from './answer-request.ts';
import { type ThreadOrder, type ThreadReply, tellError } from './messages.ts';

/*
 * A thread that answers from an inventory, one order after the other. The inventory stays open, and with it what was
 * loaded for earlier answers, until it is told of another.
 */

/** To an order that asks nothing. */
const NOTHING = { isGone: true } as const;

let open: Inventory | undefined;
let last = Promise.resolve();

// No order closes the inventory that another one still reads.
parentPort?.on('message', (order: ThreadOrder) => {
  last = last.then(() => obey(order));
});

async function obey(order: ThreadOrder): Promise<void> {
  const reply = await carryOut(order);
  if (order.request === undefined) return;
  parentPort?.postMessage(reply, 'body' in reply ? [reply.body.bytes.buffer] : []);
}

async function carryOut({ path, scanId, request }: ThreadOrder): Promise<ThreadReply> {
  try {
    const inventory = inventoryAt(path, scanId);
    if (inventory === undefined) return { isGone: true };
    return request === undefined ? NOTHING : { body: await answerRequest(inventory, request) };
  } catch (error) {
    return { error: tellError(error) };
  }
}

/** The inventory of a scan; undefined where another one, or none, is under its name by now. */
function inventoryAt(path: string, scanId: string): Inventory | undefined {
  if (open?.scan.id === scanId) return open;
  open?.close();
  open = undefined;
  try {
    open = openInventory(path);
  } catch (error) {
    if (error instanceof InventoryError) return undefined;
    throw error;
  }
  return open.scan.id === scanId ? open : undefined;
}
