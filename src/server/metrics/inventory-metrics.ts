import { prometheusText } from '../../export/prometheus/metrics.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** What `stowage export --to prometheus` writes. */
export async function inventoryMetrics(inventory: Inventory): Promise<string> {
  let text = '';
  for await (const piece of prometheusText(inventory, {})) text += piece;
  return text;
}
