import { compareBytewise, namedAs, type StoredName } from '../analyze/names.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { CATALOGUE, type FindingId } from './catalogue.ts';
import { SEVERITIES, type Severity } from './severity.ts';

/** `suspected`: it rests on something that was not found, and not everything could be read. */
export type Confidence = 'confirmed' | 'suspected';

/** Something that is not as it should be, or that an operator should know. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Relative to the volume's root. */
  readonly path?: string;
  readonly pathBase64?: string;
  readonly repository?: string;
  readonly repositoryBase64?: string;
  readonly tag?: string;
  readonly tagBase64?: string;
  readonly digest?: string;
  readonly message: string;
  readonly hint: string;
  /** Tags whose image it damages, as `repository:tag`, sorted. */
  readonly affects?: readonly string[];
  /** Registries whose garbage-collect ends on it. */
  readonly endsCollection?: readonly RegistryFamily[];
}

/** Where a finding is. */
export interface FindingPlace {
  readonly path?: StoredName | undefined;
  readonly repository?: StoredName | undefined;
  readonly tag?: StoredName | undefined;
  readonly digest?: string | undefined;
}

/** What else is known of a finding. */
interface FindingDetails {
  /** Where the kind's own does not do. */
  readonly hint?: string;
  readonly confidence?: Confidence;
  readonly affects?: readonly string[];
}

/** A finding of a kind: severity and hint are the catalogue's. */
export function finding(
  id: FindingId,
  place: FindingPlace,
  message: string,
  { confidence = 'confirmed', affects = [], hint = CATALOGUE[id].hint }: FindingDetails = {},
): Finding {
  const { severity } = CATALOGUE[id];
  return {
    id,
    severity,
    confidence,
    ...(place.path !== undefined && namedAs('path', place.path)),
    ...(place.repository !== undefined && namedAs('repository', place.repository)),
    ...(place.tag !== undefined && namedAs('tag', place.tag)),
    ...(place.digest !== undefined && { digest: place.digest }),
    message,
    hint,
    ...(affects.length > 0 && { affects: [...affects].sort(compareBytewise) }),
  };
}

/** The worst first, then by id, by what to do, and by place: two runs over the same inventory give the same list. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareBytewise(a.id, b.id) ||
    compareBytewise(a.hint, b.hint) ||
    compareBytewise(a.path ?? '', b.path ?? '') ||
    compareBytewise(a.repository ?? '', b.repository ?? '') ||
    compareBytewise(a.tag ?? '', b.tag ?? '') ||
    compareBytewise(a.digest ?? '', b.digest ?? '') ||
    compareBytewise(a.message, b.message)
  );
}
