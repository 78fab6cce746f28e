import type { Finding } from './finding.ts';

/** All findings of one id. */
export interface FindingKind extends Pick<Finding, 'id' | 'severity'> {
  readonly count: number;
  readonly example: Finding;
}

/** Kinds of findings, in the order in which the findings are. */
export function kindsOf(findings: readonly Finding[]): FindingKind[] {
  const kinds = new Map<string, FindingKind>();
  for (const example of findings) {
    const { id, severity } = example;
    const known = kinds.get(id);
    kinds.set(id, { id, severity, count: (known?.count ?? 0) + 1, example: known?.example ?? example });
  }
  return [...kinds.values()];
}
