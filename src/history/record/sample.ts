import type { Database } from '../../inventory/format/sqlite.ts';

/** Whether half of the blobs are the same is told from so many: 1.6 % is the error, and none where there are fewer. */
const SAMPLE_SIZE = 1000;

/** Of the attached inventory: digests are evenly distributed, so the lowest are a random sample. */
const LOWEST = `SELECT digest FROM now.blob WHERE bytes IS NOT NULL AND typeof(digest) = 'blob'
  ORDER BY digest LIMIT ${SAMPLE_SIZE}`;

const SAMPLED = `SELECT count(*) AS count, max(digest) AS highest,
    count(*) FILTER (WHERE EXISTS
      (SELECT 1 FROM now.blob WHERE blob.digest = sample.digest AND bytes IS NOT NULL)) AS common
  FROM sample`;

/** Of the sample's range, or of all where the sample is all that there was. */
const IN_RANGE = `SELECT count(*) FROM now.blob
  WHERE bytes IS NOT NULL AND typeof(digest) = 'blob' AND (digest <= @highest OR @count < ${SAMPLE_SIZE})`;

/**
 * False where fewer than half of the blobs of the last whole scan are there and fewer than half of those that are there
 * were: whatever its path, that is another volume. Where only the first is true, something was lost.
 */
export function isSameVolume(history: Database): boolean {
  const { common, ...sample } = history.prepare(SAMPLED).get() as Sampled;
  if (common * 2 >= sample.count) return true;
  const present = history.prepare<[typeof sample], number>(IN_RANGE).pluck().get(sample) as number;
  return common * 2 >= present;
}

interface Sampled {
  readonly count: number;
  readonly common: number;
  readonly highest: Buffer | null;
}

/** Takes a sample of the attached inventory, in the place of the one before. */
export function takeSample(history: Database): void {
  history.exec(`DELETE FROM sample WHERE digest NOT IN (${LOWEST}); INSERT OR IGNORE INTO sample ${LOWEST}`);
}
