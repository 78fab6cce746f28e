import type { Inventory } from '../../inventory/read/reader.ts';
import { type ImageGroupUsage, usageByImage } from './by-image.ts';
import { type NamedElsewhere, namedElsewhereOf, type Totals, totalsOf } from './totals.ts';

/** What the images for a platform take, in bytes. */
export interface PlatformUsage extends ImageGroupUsage {
  /** `os/architecture[/variant]`, as their configs say it; null where the group is not `named`. */
  readonly platform: string | null;
}

export interface UsageByPlatform extends NamedElsewhere {
  readonly totals: Totals;
  /** Sorted by platform, those without a name last. */
  readonly platforms: readonly PlatformUsage[];
}

/** Disk usage by what images are made for, by their configs. */
export function usageByPlatform(inventory: Inventory): UsageByPlatform {
  const groups = usageByImage(inventory, 'platform', (platform) => platform);
  const platforms = groups.map(({ name, ...usage }) => {
    return { platform: usage.group === 'named' ? name : null, ...usage };
  });
  return { totals: totalsOf(inventory), platforms, ...namedElsewhereOf(inventory) };
}
