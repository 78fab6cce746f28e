import type { Judgement, Recording } from './recording.ts';

/** What a record has as the inventory has it. */
const TAKEN_OVER = [
  'id',
  'volume',
  'stowage_version',
  'scanned_at',
  'duration_ms',
  'is_complete',
  'is_undetermined',
  'filesystem_bytes',
  'filesystem_available_bytes',
  'blobs',
  'blob_bytes',
  'allocated_bytes',
  'tagged_bytes',
  'untagged_bytes',
  'unreferenced_bytes',
  'upload_bytes',
  'other_files',
  'other_bytes',
] as const;

/** What an inventory does not say of itself, but can be counted in it. */
const COUNTED = {
  repositories: 'SELECT count(*) FROM now.repository',
  tags: 'SELECT coalesce(sum(tags), 0) FROM now.repository',
  revisions: 'SELECT coalesce(sum(revisions), 0) FROM now.repository',
  layer_links: 'SELECT coalesce(sum(layer_links), 0) FROM now.repository',
  uploads: 'SELECT count(*) FROM now.upload',
  problems: 'SELECT count(*) FROM now.problem',
};

const JUDGED = ['number', 'begins', 'is_sound', 'is_whole', 'knows_turnover'];

const INSERT = `INSERT INTO scan (${[...JUDGED, ...TAKEN_OVER, ...Object.keys(COUNTED)]})
  SELECT ?, ?, ?, ?, ?, ${TAKEN_OVER}, ${Object.values(COUNTED).map((sql) => `(${sql})`)} FROM now.scan`;

/** Adds the row of a scan with its totals. */
export function addScanRow({ history }: Recording, judgement: Judgement): void {
  const { number, begins, isSound, isWhole, basis } = judgement;
  const knowsTurnover = isWhole && basis !== undefined;
  history
    .prepare(INSERT)
    .run(number, begins ?? null, Number(isSound), Number(isWhole), Number(knowsTurnover));
}
