import { createHash } from 'node:crypto';
import type { Plan } from '../../plan/plan.ts';
import type { RepositoryCalls } from '../calls.ts';
import { type Origin, originOf } from '../origin.ts';
import { DELETE } from './delete.ts';
import { LOOK } from './look.ts';
import { REQUESTS } from './requests.ts';
import { RESTORE } from './restore.ts';
import { RUN } from './run.ts';
import { USAGE } from './usage.ts';
import { WATCH } from './watch.ts';

/** The script for a POSIX shell and curl: what it does in fixed functions, and below them the plan as data for those. */
export function scriptText(plan: Plan, repositories: readonly RepositoryCalls[], origin: Origin): string {
  const data = repositories.map(repositoryText).join('');
  return [
    '#!/bin/sh\n',
    ...originOf(plan, origin).map((line) => `# ${line}\n`),
    USAGE,
    'set -uf\nexport LC_ALL=C\n\n',
    settings(plan, repositories, data),
    ...[REQUESTS, LOOK, WATCH, DELETE, RESTORE, RUN].map((part) => `\n${part}`),
    '\n# --- The plan ------------------------------------------------------------------------------------------------\n\n',
    repositories.length === 0
      ? "echo 'There is nothing to delete.'\nexit 0\n"
      : `start "$@"\n${data}finish\n`,
  ].join('');
}

/** What the functions have to know of the whole plan. */
function settings(plan: Plan, repositories: readonly RepositoryCalls[], data: string): string {
  const scannedAt = Math.floor(Date.parse(plan.scannedAt) / 1000);
  const time = plan.scannedAt.replace(/\.\d+/, '').replace(/[^\dTZ]/g, '');
  const id = createHash('sha256').update(data).digest('hex').slice(0, 8);
  return [
    `family='${plan.family}'`,
    `scanned_at=${scannedAt}`,
    `total=${plan.delete.length}`,
    `tag_reads=${repositories.reduce((sum, each) => sum + tagReads(each), 0)}`,
    `first_repository='${repositories[0]?.repository ?? ''}'`,
    `aborts=${plan.aborts === null ? "''" : '1'}`,
    `emptied=${plan.emptied.length}`,
    '# The same for every run of this plan, so that one undo.sh undoes them all.',
    `undo='stowage-undo-${time}-${id}'`,
    '',
  ].join('\n');
}

/** To delete an image a registry reads every tag that the repository still has. */
function tagReads({ calls, keep }: RepositoryCalls): number {
  const images = calls.filter(({ tag }) => tag === undefined);
  let tags =
    keep.length + (calls.length - images.length) + images.reduce((sum, each) => sum + each.tags.length, 0);
  let reads = 0;
  for (const image of images) {
    reads += tags;
    tags -= image.tags.length;
  }
  return reads;
}

function repositoryText({ repository, keep, calls }: RepositoryCalls): string {
  return [
    `\nrepository '${repository}'\n`,
    ...keep.map(({ tag, digest }) => `keep '${tag}' '${digest}'\n`),
    ...calls.map(({ digest, tag, tags }) =>
      tag === undefined
        ? `image '${digest}'${tags.map((each) => ` '${each}'`).join('')}\n`
        : `tag '${tag}' '${digest}'\n`,
    ),
    'carry_out\n',
  ].join('');
}
