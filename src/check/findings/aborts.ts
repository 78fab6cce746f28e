import { groupBy } from '../../analyze/group-by.ts';
import type { Abort } from '../../gc/aborts/abort.ts';
import type { RegistryFamily } from '../../registry/family.ts';
import type { FindingId } from '../catalogue.ts';
import { type Finding, finding } from '../finding.ts';

/** Something on which a family's collection ends. */
export interface FamilyAbort {
  readonly family: RegistryFamily;
  readonly abort: Abort;
  /** True where it ends only when it has begun to delete. */
  readonly isLate: boolean;
}

/**
 * Says of findings that a collection ends on them, by path or by the manifest they are about; what no finding explains
 * becomes one. Whatever ends a collection of any family is corruption, and what is to be done is what `gc` says of it,
 * whichever finding it is.
 */
export function joinAborts(findings: readonly Finding[], aborts: readonly FamilyAbort[]): Finding[] {
  const ends = new Map<number, FamilyAbort[]>();
  const byPlace = placesOf(findings);
  const unexplained: FamilyAbort[] = [];
  for (const each of aborts) {
    const { code, path, digest } = each.abort;
    const at = byPlace.get(path) ?? (isOfManifest(code) ? byPlace.get(digest ?? '') : undefined);
    if (at === undefined) unexplained.push(each);
    else ends.set(at, [...(ends.get(at) ?? []), each]);
  }
  const joined = findings.map((each, at) => withEnd(each, ends.get(at) ?? []));
  const told = new Set(unexplained.map(({ abort }) => abort.path));
  return [
    ...joined.filter(({ id, path }) => !EXPLAINS_NOTHING.has(id) || !told.has(path ?? '')),
    ...describeUnexplained(unexplained),
  ];
}

/** Nobody who ignores findings of these means to ignore what ends a collection. */
const EXPLAINS_NOTHING: ReadonlySet<FindingId> = new Set(['stray', 'leftover']);

/** By path, and of damaged manifests by digest: where a collector meets one it names the link that led to it. */
function placesOf(findings: readonly Finding[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, { id, path, digest }] of findings.entries()) {
    if (path !== undefined && !places.has(path) && !EXPLAINS_NOTHING.has(id)) places.set(path, at);
    if (isOfManifest(id) && digest !== undefined && !places.has(digest)) places.set(digest, at);
  }
  return places;
}

/** True for what is said of a manifest itself, not of a link to it. */
function isOfManifest(id: string): boolean {
  return id === 'blob-empty' || (id.startsWith('manifest-') && id !== 'manifest-in-layers');
}

function withEnd(found: Finding, aborts: readonly FamilyAbort[]): Finding {
  const [first] = aborts;
  if (first === undefined) return found;
  return {
    ...found,
    severity: 'corruption',
    hint: first.abort.hint,
    message: `${found.message} ${endText(aborts)}.`,
    endsCollection: familiesOf(aborts),
  };
}

function familiesOf(aborts: readonly FamilyAbort[]): RegistryFamily[] {
  return [...new Set(aborts.map(({ family }) => family))].sort();
}

function endText(aborts: readonly FamilyAbort[]): string {
  const late = aborts.every(({ isLate }) => isLate) ? ', once it deletes' : '';
  return `A collection by registry ${familiesOf(aborts).join(' or ')} ends on it${late}`;
}

function describeUnexplained(aborts: readonly FamilyAbort[]): Finding[] {
  const byReason = groupBy(aborts, ({ abort }) => `${abort.path}\0${abort.reason}`);
  return [...byReason.values()].map((group) => {
    const { path, reason, repository, digest, hint } = (group[0] as FamilyAbort).abort;
    const message = `${endText(group)}: ${reason}.`;
    const place = { path, repository, digest };
    return {
      ...finding('collection-aborts', place, message, { hint }),
      endsCollection: familiesOf(group),
    };
  });
}
