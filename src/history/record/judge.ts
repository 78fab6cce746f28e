import { findMissingHalves } from '../../analyze/trust/missing-halves.ts';
import type { Database } from '../../inventory/format/sqlite.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { Judgement, Recording } from './recording.ts';
import { isSameVolume } from './sample.ts';

/** What an earlier record says of how much there was. */
interface Before {
  readonly number: number;
  readonly id: string;
  readonly blobs: number;
  readonly repositories: number;
  readonly is_sound: number;
  readonly is_whole: number;
}

const BEFORE = 'SELECT * FROM scan ORDER BY number DESC LIMIT 1';
const WHOLE = 'SELECT * FROM scan WHERE is_whole = 1 ORDER BY number DESC LIMIT 1';

/** Decides what a scan is compared with. `isAsked`: somebody asked to compare the two, whatever they are. */
export function judge(recording: Recording, isAsked: boolean): Judgement {
  const { history, now, last } = recording;
  const before = history.prepare<[], Before>(BEFORE).get();
  const isSound = isAsked || findsAll(now);
  if (before === undefined)
    return { number: 1, begins: 'first', isSound, isWhole: isSound, basis: undefined };
  const number = before.number + 1;
  if (!isAsked && !isSameVolume(history))
    return { number, begins: 'other-volume', isSound, isWhole: isSound, basis: undefined };
  const isWhole = isAsked || (isSound && !isLost(history, before, sizeOf(now)));
  const basis = before.is_whole === 1 && last?.scan.id === before.id ? last : undefined;
  return { number, begins: undefined, isSound, isWhole, basis };
}

/** A manifest that says nothing hides what it refers to, but no tag, no repository and no file. */
const HIDES_FILES = `SELECT EXISTS (SELECT 1 FROM problem
  WHERE hides_references = 1 AND code NOT IN ('manifest-unparsable', 'manifest-too-large'))`;

/** True where all was read, nothing that was met can hide a tag or a repository, and both halves of the volume were there. */
function findsAll(now: Inventory): boolean {
  if (now.scan.is_complete === 0 || findMissingHalves(now).length > 0) return false;
  return now.database.prepare(HIDES_FILES).pluck().get() === 0;
}

type Size = Pick<Before, 'blobs' | 'repositories'>;

/**
 * True where more than half is gone: as where a disk is not mounted. It is believed when the next sound scan finds it
 * so again.
 */
function isLost(history: Database, before: Before, size: Size): boolean {
  if (isLessThanHalf(size, before)) return true;
  const whole = history.prepare<[], Before>(WHOLE).get();
  if (whole === undefined || !isLessThanHalf(size, whole)) return false;
  return !(before.is_sound === 1 && isLessThanHalf(before, whole));
}

function isLessThanHalf(size: Size, of: Size): boolean {
  return size.blobs * 2 < of.blobs || size.repositories * 2 < of.repositories;
}

function sizeOf({ database, scan }: Inventory): Size {
  const repositories = database.prepare<[], number>('SELECT count(*) FROM repository').pluck().get() ?? 0;
  return { blobs: scan.blobs, repositories };
}
