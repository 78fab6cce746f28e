import { compareBytewise } from '../analyze/names.ts';
import { nearOrListed, nearPatterns } from '../analyze/reference/near-names.ts';
import { findTagsElsewhere } from '../analyze/trust/tags-elsewhere.ts';
import { type Trust, trustIn } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import { contentsOf } from '../contents/contents-of.ts';
import type { Repository } from '../contents/repositories/repository.ts';
import { UsageError } from '../errors.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { repositoryPath } from '../registry/layout.ts';
import { readPastedName } from '../registry/pasted-name.ts';
import { matchAmong } from '../registry/repository-pattern.ts';
import type { PlanRequest } from './request.ts';
import { findHiddenSources, type HiddenSources } from './stay/hidden-sources.ts';
import type { InUse } from './stay/in-use.ts';

/**
 * Refuses volumes of which no plan can be made.
 * @throws UsageError that says why, and what to do instead.
 */
export function refuseVolume(inventory: Inventory, trust: Trust, hidden: HiddenSources): void {
  const { metadataElsewhere, tagsElsewhere, isCache, missingHalves } = trust;
  if (metadataElsewhere !== undefined)
    throw new UsageError(
      `${metadataElsewhere} says that GitLab keeps tags and manifests in its database: nothing can be planned from the volume. Use GitLab's own cleanup policies.`,
    );
  if (tagsElsewhere !== undefined)
    throw new UsageError(
      'Tags seem to be in a database, as Harbor and OpenShift keep them: nothing can be planned from the volume. Use the retention of the product that owns the registry.',
    );
  if (isCache)
    throw new UsageError(
      'This is a pull-through cache, which answers 405 to every DELETE: nothing can be planned for it. It removes what it fetched by itself, after `proxy.ttl`.',
    );
  const [half] = missingHalves;
  const unread = half?.path ?? hidden.elsewhere ?? hidingTags(inventory, hidden);
  if (unread !== undefined)
    throw new UsageError(
      `${unread} was not read, so what refers to what is not known: nothing is planned. Scan again as a user who may read it, with all disks mounted.`,
    );
}

/** Why nothing can be planned of the volume of an inventory; undefined where something can. */
export function refusalOf(inventory: Inventory): string | undefined {
  try {
    refuseVolume(inventory, trustIn(inventory), findHiddenSources(contentsOf(inventory)));
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** A repository of which something was not read, where without it nobody can say that tags are not in a database. */
function hidingTags(inventory: Inventory, { repositories }: HiddenSources): string | undefined {
  const [first] = repositories;
  if (first === undefined || findTagsElsewhere(inventory, repositories) === undefined) return undefined;
  return repositoryPath(first);
}

/**
 * The repositories that are asked for.
 * @throws UsageError for a pattern that matches none.
 */
export function findScope({ repositories }: Contents, { scope }: PlanRequest): Repository[] {
  const names = repositories.map(({ name }) => name);
  const asked = scope.map(({ text, pattern }) => {
    const matches = matchAmong(pattern, names);
    if (names.some(matches)) return matches;
    const near = nearPatterns(readPastedName(text).name, names);
    throw new UsageError(`No repository matches '${text}'${nearOrListed(near, 'stowage ls')}`);
  });
  const isAsked = ({ name }: Repository) => asked.length === 0 || asked.some((matches) => matches(name));
  return repositories.filter(isAsked).sort((a, b) => compareBytewise(a.name, b.name));
}

/**
 * Refuses a list of running images of which the volume has none: it is some other registry's, or it is empty because what
 * made it failed.
 * @throws UsageError
 */
export function refuseUnknownImages({ found }: InUse, request: PlanRequest): void {
  if (request.inUse === undefined || found > 0 || request.inUseMayBeEmpty) return;
  const what =
    request.inUse.length === 0
      ? 'The list of images in use is empty'
      : `None of the ${request.inUse.length} names in the list of images in use is of anything in this volume`;
  throw new UsageError(
    `${what}: nothing is planned, since all would seem unused. Where that is so, add --in-use-may-be-empty.`,
  );
}
