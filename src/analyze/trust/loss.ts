import type { Inventory } from '../../inventory/read/reader.ts';

/** More than half of what a volume held is gone since the scan before: as where its disk is not mounted. */
export interface Loss {
  readonly blobs: Change;
  readonly repositories: Change;
}

interface Change {
  readonly before: number;
  readonly now: number;
}

/** What the last inventory of the same volume had and this one has not; undefined where no more than half is gone. */
export function findLoss({ database, scan }: Inventory): Loss | undefined {
  const repositories = Number(database.prepare('SELECT count(*) FROM repository').pluck().get());
  const loss = {
    blobs: { before: scan.blobs_before ?? 0, now: scan.blobs },
    repositories: { before: scan.repositories_before ?? 0, now: repositories },
  };
  const isLost = Object.values(loss).some(({ before, now }) => now * 2 < before);
  return isLost ? loss : undefined;
}
