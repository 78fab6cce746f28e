import { trustIn } from '../../analyze/trust/trust.ts';
import { totalsOf } from '../../analyze/usage/totals.ts';
import { BLOB_STATES } from '../../inventory/format/schema.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { stowageVersion } from '../../version.ts';
import type { Sample } from './declared.ts';

/** What there is to say of a volume as a whole, and of the scan. What the file system did not say is left out. */
export function* volumeSamples(inventory: Inventory): Generator<Sample> {
  const { scan } = inventory;
  const totals = totalsOf(inventory);
  const parts = {
    tagged: totals.taggedBytes,
    untagged: totals.untaggedBytes,
    unreferenced: totals.unreferencedBytes,
    uploads: totals.uploadBytes,
    other: totals.otherBytes,
  };
  for (const [part, value] of Object.entries(parts))
    yield { metric: 'stowage_volume_bytes', value, labels: { part } };
  for (const [state, value] of countStates(inventory))
    yield { metric: 'stowage_volume_blobs', value, labels: { state } };
  yield { metric: 'stowage_scan_timestamp_seconds', value: scan.scanned_at / 1e6 };
  yield { metric: 'stowage_scan_duration_seconds', value: scan.duration_ms / 1000 };
  yield { metric: 'stowage_scan_complete', value: scan.is_complete };
  yield { metric: 'stowage_inventory_undetermined', value: trustIn(inventory).caveats.length > 0 ? 1 : 0 };
  const { filesystem_bytes: size, filesystem_available_bytes: available } = scan;
  if (size !== null) yield { metric: 'stowage_filesystem_size_bytes', value: size };
  if (available !== null) yield { metric: 'stowage_filesystem_avail_bytes', value: available };
  yield { metric: 'stowage_build_info', value: 1, labels: { version: stowageVersion() } };
}

/** An index has those that are not tagged. */
function countStates({ database, scan }: Inventory): Map<string, number> {
  const rows = database
    .prepare<[], [number, number]>('SELECT state, count(*) FROM blob WHERE state < 2 GROUP BY state')
    .raw()
    .all();
  const counts = new Map(
    BLOB_STATES.map((state, at) => [state as string, rows.find(([of]) => of === at)?.[1] ?? 0]),
  );
  const notTagged = rows.reduce((sum, [, count]) => sum + count, 0);
  return counts.set('tagged', scan.blobs - notTagged);
}
