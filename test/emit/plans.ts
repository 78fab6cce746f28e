import type { Deletion, Kept, Plan } from '../../src/plan/plan.ts';

/** A digest of one repeated hex digit. */
export const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** An image of `app` that goes with these tags. */
export const going = (digit: string, ...tags: string[]): Deletion => ({
  repository: 'app',
  digest: digest(digit),
  tags,
  reasons: ['selected'],
});

/** A tag of `app` that stays. */
export const kept = (tag: string, digit: string): Kept => ({
  repository: 'app',
  tag,
  digest: digest(digit),
  reasons: ['no-rule'],
});

/** A plan for 2.8 that says nothing but what is given. */
export function planOf(parts: Partial<Plan>): Plan {
  const none = { blobs: 0, bytes: 0 };
  return {
    registry: '2.8.3',
    family: '2.7-2.8',
    scannedAt: '2026-01-02T03:04:05.678Z',
    undetermined: false,
    aborts: null,
    warnings: [],
    keep: [],
    delete: [],
    stays: [],
    freed: none,
    garbageAlready: none,
    together: none,
    byRepository: [],
    emptied: [],
    casualties: [],
    collectionCasualties: [],
    ...parts,
  };
}
