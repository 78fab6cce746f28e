import type { StoredName } from '../../analyze/names.ts';
import type { ProblemCode } from '../../facts/told.ts';
import { unreadRemedy } from '../../gc/aborts/remedies.ts';
import type { FindingId } from '../catalogue.ts';
import { type Finding, finding } from '../finding.ts';
import type { CheckedVolume, Problem } from '../volume/checked-volume.ts';

const FINDINGS: ReadonlyArray<readonly [ProblemCode, FindingId, (problem: Problem) => string]> = [
  ['unreadable', 'unreadable', ({ detail }) => `It could not be read (${detail}).`],
  ['not-followed', 'not-followed', () => 'A symlink out of the volume was not followed.'],
  ['symlink-outside', 'symlink-outside', () => 'A symlink leads out of the volume.'],
  ['symlink-loop', 'symlink-loop', () => 'A symlink leads round in a circle.'],
  ['symlink-dangling', 'symlink-dangling', () => 'A symlink leads nowhere.'],
  ['leftover', 'leftover', () => 'A file that was being written or removed when something died.'],
  ['stray', 'stray', () => 'Nothing that belongs here.'],
  ['missing-directory', 'directory-missing', () => 'A directory that every volume has is not there.'],
  ['metadata-elsewhere', 'metadata-elsewhere', () => 'GitLab keeps tags and manifests in its database.'],
  ['scheduler-state-malformed', 'scheduler-state-malformed', () => 'The cache’s state is no JSON object.'],
];

/** What the file system shows: things that cannot be read, symlinks, what does not belong there. */
export function checkFileSystem(volume: CheckedVolume): Finding[] {
  const halves = volume.trust.missingHalves.map(({ path, how }) =>
    finding('directory-missing', { path }, `The directory ${how}: is its disk mounted?`),
  );
  const told = new Set<StoredName | undefined>(halves.map(({ path }) => path));
  const others = FINDINGS.flatMap(([code, id, describe]) =>
    volume.problems(code).flatMap((problem) => {
      const { path, repository, digest } = problem;
      const place = { path, repository: repository ?? undefined, digest: digest ?? undefined };
      if (told.has(path)) return [];
      const hint = code === 'unreadable' ? { hint: unreadRemedy(problem.detail) } : {};
      return finding(id, place, describe(problem), hint);
    }),
  );
  return [...halves, ...others];
}
