import type { ProblemCode } from '../facts.ts';
import type { FindingId } from './catalogue.ts';
import type { CheckedVolume, Problem } from './checked-volume.ts';
import { type Finding, finding } from './finding.ts';

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

const GITLAB_LOCKS = 'docker/registry/lockfiles';

/** What the file system shows: things that cannot be read, symlinks, what does not belong there. */
export function checkFileSystem(volume: CheckedVolume): Finding[] {
  return FINDINGS.flatMap(([code, id, describe]) =>
    volume.problems(code).flatMap((problem) => {
      const { path, repository, digest } = problem;
      if (code === 'stray' && volume.isElsewhere && path === GITLAB_LOCKS) return [];
      const place = { path, repository: repository ?? undefined, digest: digest ?? undefined };
      return finding(id, place, describe(problem));
    }),
  );
}
