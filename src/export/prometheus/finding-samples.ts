import { trustIn } from '../../analyze/trust/trust.ts';
import { CATALOGUE } from '../../check/catalogue.ts';
import { findFindings } from '../../check/find-findings.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import { REGISTRY_FAMILIES } from '../../gc/registry-version.ts';
import { runCollection } from '../../gc/run.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { Sample } from './declared.ts';

/**
 * What check finds, and how much a collection would free. Every kind of finding is told, also that there is none: a series
 * that comes and goes is no ground for an alert.
 */
export function* findingSamples(inventory: Inventory): Generator<Sample> {
  const counts = new Map<string, number>();
  const keyOf = (id: string, severity: string) => `${id} ${severity}`;
  for (const { id, severity } of findFindings(inventory).findings)
    counts.set(keyOf(id, severity), (counts.get(keyOf(id, severity)) ?? 0) + 1);
  for (const [id, entry] of Object.entries(CATALOGUE))
    for (const severity of new Set([entry.severity, 'corruption']))
      yield {
        metric: 'stowage_findings',
        value: counts.get(keyOf(id, severity)) ?? 0,
        labels: { id, severity },
      };
  // What the volume says of tags and manifests is stale then, and no collector of these is to be run.
  if (trustIn(inventory).metadataElsewhere !== undefined) return;
  const contents = contentsOf(inventory);
  for (const family of REGISTRY_FAMILIES) {
    const { freed } = runCollection(contents, family, { deleteUntagged: false });
    yield { metric: 'stowage_collectable_bytes', value: freed().bytes, labels: { family } };
  }
}
