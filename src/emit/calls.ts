import type { Deletion, Kept, Plan, Staying } from '../plan/plan.ts';
import { parseDigest } from '../registry/digest.ts';
import { isRepositoryName, isTagName } from '../registry/reference.ts';

/** What is to be called for one repository, in order, and what is known of the rest of it. */
export interface RepositoryCalls {
  readonly repository: string;
  readonly calls: readonly Call[];
  /** The tags that stay and that the API can name. */
  readonly keep: readonly TagAtScan[];
}

/** A DELETE: of an image, which takes its `tags` along, or of one `tag` alone. */
export interface Call {
  readonly digest: string;
  readonly tag?: string;
  readonly tags: readonly string[];
}

/** Where a tag led when the volume was scanned. */
interface TagAtScan {
  readonly tag: string;
  readonly digest: string;
}

/**
 * The calls of a plan by repository, in its order.
 * @throws Error where the plan is none: a name that the API cannot have, an image that goes and stays.
 */
export function callsOf({ family, delete: deletions, keep, stays }: Plan): RepositoryCalls[] {
  const byRepository = new Map<string, { calls: Call[]; keep: TagAtScan[]; staying: Set<string> }>();
  for (const deletion of deletions) {
    const { repository } = deletion;
    if (!byRepository.has(repository))
      byRepository.set(repository, { calls: [], keep: [], staying: new Set() });
    byRepository.get(repository)?.calls.push(callOf(deletion, family));
  }
  for (const remains of [keep, stays])
    for (const { repository, tag, digest } of remains as readonly (Kept | Staying)[]) {
      const of = byRepository.get(repository);
      of?.staying.add(digest);
      if (tag !== undefined && isTagName(tag) && parseDigest(digest)) of?.keep.push({ tag, digest });
    }
  for (const [repository, { calls, staying }] of byRepository)
    for (const { digest, tag } of calls)
      if (tag === undefined && staying.has(digest)) throw bug(`${repository}@${digest} goes and stays`);
  return [...byRepository].map(([repository, of]) => ({ repository, calls: of.calls, keep: of.keep }));
}

/** The path of the API that a DELETE of this is sent to. */
export function pathOf(repository: string, { digest, tag }: Call): string {
  return `/v2/${repository}/manifests/${tag ?? digest}`;
}

function callOf({ repository, digest, tag, tags }: Deletion, family: Plan['family']): Call {
  if (!isRepositoryName(repository)) throw bug(`${JSON.stringify(repository)} is no repository's name`);
  if (parseDigest(digest) === undefined) throw bug(`${JSON.stringify(digest)} is no digest`);
  const odd = [...tags, ...(tag === undefined ? [] : [tag])].find((name) => !isTagName(name));
  if (odd !== undefined) throw bug(`${JSON.stringify(odd)} is no tag's name`);
  if (tag === undefined) return { digest, tags };
  if (family !== '3.x') throw bug(`${repository}:${tag} goes alone, which ${family} cannot do`);
  return { digest, tag, tags: [] };
}

function bug(what: string): Error {
  return new Error(`A plan that cannot be carried out: ${what}.`);
}
