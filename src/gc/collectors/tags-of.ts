import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { REPOSITORIES } from '../../registry/layout.ts';
import { type Abort, abortOn } from '../aborts/abort.ts';
import { contentFault, isDriverPath, obstacleAborts, partAbort } from '../aborts/link-aborts.ts';
import type { ReasonCode } from '../aborts/reasons.ts';
import type { RemedyCode } from '../aborts/remedies.ts';

/** What the tags of a repository point to, as `--delete-untagged` asks for it. */
export interface TagTargets {
  readonly targets: ReadonlySet<number>;
  /** The first entry of `tags/` on which the collection ends. */
  readonly abort: Abort | undefined;
}

/** Reads a repository's tags as a collector does before it deletes what is untagged. */
export function tagTargetsOf(contents: Contents, repository: Repository): TagTargets {
  const targets = new Set<number>();
  const aborts: Abort[] = [];
  const [manifests, tags] = [repository.manifests, repository.tagsDirectory];
  if (manifests === 'file') {
    aborts.push(partAbort('repository-part-not-a-directory', 'not-a-directory', repository, '/_manifests'));
  } else if (tags === 'file') {
    aborts.push(partAbort('tags-not-a-directory', 'not-a-directory', repository, '/_manifests/tags'));
  }
  const abort = (code: RemedyCode, reason: ReasonCode, path: string, detail?: string) =>
    aborts.push(abortOn(code, reason, { path, repository: repository.name }, detail));
  for (const tag of repository.tags.list) {
    const path = `${REPOSITORIES}/${repository.name}/_manifests/tags/${tag.name}`;
    if (!tag.isDirectory) abort('tag-not-a-directory', 'not-a-directory', path);
    else if (!isDriverPath(tag.name)) abort('tag-name-invalid', 'invalid-path', path);
    else if (tag.content !== undefined) {
      const { fault, detail } = contentFault(tag.content);
      abort(`tag-link-${fault}`, `tag-link-${fault}`, `${path}/current/link`, detail);
    } else if (tag.target === undefined)
      aborts.push(...obstacleAborts(contents, repository, `${path}/current/link`));
    if (tag.target !== undefined && isDriverPath(tag.name)) targets.add(tag.target);
  }
  return { targets, abort: aborts[0] };
}
