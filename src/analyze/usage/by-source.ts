import type { Inventory } from '../../inventory/read/reader.ts';
import { sourceName } from '../../registry/source-name.ts';
import { groupBy } from '../group-by.ts';
import { compareBytewise } from '../names.ts';
import { type ImageGroupUsage, usageByImage } from './by-image.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What the images that were built from a repository take, in bytes. */
export interface SourceUsage extends ImageGroupUsage {
  /** The repository in one spelling, see {@link sourceName}; null where the group is not `named`. */
  readonly source: string | null;
  /** How their labels write it, sorted. */
  readonly writtenAs: readonly string[];
}

export interface UsageBySource extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by source, those without a name last. */
  readonly sources: readonly SourceUsage[];
}

/** Disk usage by what images were built from, by their label org.opencontainers.image.source. */
export function usageBySource(inventory: Inventory): UsageBySource {
  const written = inventory.database
    .prepare<[], string>('SELECT DISTINCT source FROM config WHERE source IS NOT NULL')
    .pluck()
    .all();
  const names = new Map(written.map((text) => [text, sourceName(text)]));
  const spellings = groupBy(written.sort(compareBytewise), (text) => names.get(text));
  const groups = usageByImage(inventory, 'source', (text) => names.get(text) as string);
  const sources = groups.map(({ name, ...usage }) =>
    usage.group === 'named'
      ? { source: name, writtenAs: spellings.get(name) ?? [], ...usage }
      : { source: null, writtenAs: [], ...usage },
  );
  return { totals: totalsOf(inventory), sources, ...namedElsewhereOf(inventory) };
}
