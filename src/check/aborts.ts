import { groupBy } from '../analyze/group-by.ts';
import type { Abort } from '../gc/collection.ts';
import type { RegistryFamily } from '../gc/registry-version.ts';
import { type Finding, finding } from './finding.ts';

/** Something on which a family's collection ends. */
export interface FamilyAbort {
  readonly family: RegistryFamily;
  readonly abort: Abort;
}

/**
 * Says of findings that a collection ends on them, by path or by the manifest they are about; what no finding explains
 * becomes one.
 */
export function joinAborts(findings: readonly Finding[], aborts: readonly FamilyAbort[]): Finding[] {
  const ends = new Map<number, Set<RegistryFamily>>();
  const byPlace = placesOf(findings);
  const unexplained: FamilyAbort[] = [];
  for (const { family, abort } of aborts) {
    const at = byPlace.get(abort.path) ?? byPlace.get(abort.digest ?? '');
    if (at === undefined) unexplained.push({ family, abort });
    else ends.set(at, (ends.get(at) ?? new Set()).add(family));
  }
  const joined = findings.map((each, at) => withEnd(each, ends.get(at)));
  return [...joined, ...describeUnexplained(unexplained)];
}

/** By path, and of damaged manifests by digest: where a collector meets one it names the link that led to it. */
function placesOf(findings: readonly Finding[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, { id, path, digest }] of findings.entries()) {
    if (path !== undefined && !places.has(path)) places.set(path, at);
    const isManifest = id.startsWith('manifest-') || id === 'blob-empty';
    if (isManifest && digest !== undefined && !places.has(digest)) places.set(digest, at);
  }
  return places;
}

function withEnd(found: Finding, families: ReadonlySet<RegistryFamily> | undefined): Finding {
  if (families === undefined) return found;
  const endsCollection = [...families].sort();
  return {
    ...found,
    message: `${found.message} ${endText(endsCollection)}.`,
    endsCollection,
  };
}

function endText(families: readonly RegistryFamily[]): string {
  return `A collection by registry ${families.join(' or ')} ends on it`;
}

function describeUnexplained(aborts: readonly FamilyAbort[]): Finding[] {
  const byReason = groupBy(aborts, ({ abort }) => `${abort.path}\0${abort.reason}`);
  return [...byReason.values()].map((group) => {
    const { path, reason, repository, digest } = (group[0] as FamilyAbort).abort;
    const endsCollection = [...new Set(group.map(({ family }) => family))].sort();
    const message = `${endText(endsCollection)}: ${reason}.`;
    return { ...finding('collection-aborts', { path, repository, digest }, message), endsCollection };
  });
}
