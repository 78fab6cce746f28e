import type { Database } from '../../inventory/format/sqlite.ts';

const DAY = 24 * 60 * 60 * 1e6;

/** Every scan of so long is kept, then one a day for so long, then one a week. */
const ALL_KEPT = 7 * DAY;
const DAILY_KEPT = 365 * DAY;

/** What a clock says that may be wrong is believed no further beyond what was believed at the scan before. */
const MOST_BELIEVED = 30 * DAY;

const LAST_TIMES = 'SELECT scanned_at FROM scan ORDER BY number DESC LIMIT 100';

/** Of each day or week the last whole scan stays; the last of all always does. */
const THINNED_OUT = `SELECT number FROM (
    SELECT number, row_number() OVER (PARTITION BY span ORDER BY is_whole DESC, number DESC) AS place FROM (
      SELECT number, is_whole, CASE WHEN scanned_at < @now - ${DAILY_KEPT} THEN 'week ' || (scanned_at / ${7 * DAY})
        ELSE 'day ' || (scanned_at / ${DAY}) END AS span
      FROM scan WHERE scanned_at < @now - ${ALL_KEPT} AND number < (SELECT max(number) FROM scan)))
  WHERE place > 1 ORDER BY number`;
const NEXT = 'SELECT min(number) FROM scan WHERE number > ?';

const COUNTS = ['manifests', 'manifest_bytes', 'blobs', 'blob_bytes'].flatMap((what) => [
  `${what}_came`,
  `${what}_went`,
]);

/** What a scan that goes leaves to the next one. */
const HAND_OVER = [
  // A value that the next one has anew stood for this scan only.
  'UPDATE OR IGNORE account SET scan = @next WHERE scan = @gone',
  'DELETE FROM account WHERE scan = @gone',
  'UPDATE event SET scan = @next WHERE scan = @gone',
  `INSERT INTO turnover (scan, repository_id, ${COUNTS}) SELECT @next, repository_id, ${COUNTS}
    FROM turnover WHERE scan = @gone
    ON CONFLICT DO UPDATE SET ${COUNTS.map((count) => `${count} = ${count} + excluded.${count}`)}`,
  'DELETE FROM turnover WHERE scan = @gone',
  `UPDATE scan SET begins = coalesce(gone.begins, scan.begins),
      knows_turnover = scan.knows_turnover AND gone.knows_turnover
    FROM scan AS gone WHERE scan.number = @next AND gone.number = @gone`,
  'DELETE FROM scan WHERE number = @gone',
];

const FORGET = `DELETE FROM event WHERE kind IN ('tag-pushed', 'tag-moved', 'tag-removed')
  AND seen_at < @now - (SELECT keep_events FROM setting)`;

/** Thins out what is old, so that a history stays small. What was true at a scan that stays is told of it as before. */
export function thin(history: Database): void {
  const times = history.prepare<[], number>(LAST_TIMES).pluck().all().reverse();
  const now = times.reduce((believed, time) => Math.min(time, believed + MOST_BELIEVED), times[0] ?? 0);
  const next = history.prepare<[number], number>(NEXT).pluck();
  const handOver = HAND_OVER.map((sql) => history.prepare(sql));
  for (const gone of history.prepare<[object], number>(THINNED_OUT).pluck().all({ now })) {
    const scans = { gone, next: next.get(gone) };
    for (const statement of handOver) statement.run(scans);
  }
  history.prepare(FORGET).run({ now });
}
