import { formatAge, formatPercent } from '../../../render/format.ts';
import type { Item } from './items.ts';

/** What the colour of a cell tells. */
export type Colouring = 'state' | 'age';

/** A colour, as a class, and what it stands for. */
interface Shade {
  readonly name: string;
  readonly says: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Up to which share is untagged. */
const STATES: ReadonlyArray<Shade & { readonly upTo: number }> = [
  { name: 'shade-state-0', says: 'hardly anything untagged', upTo: 0.02 },
  { name: 'shade-state-1', says: 'up to 20 % untagged', upTo: 0.2 },
  { name: 'shade-state-2', says: 'up to 50 % untagged', upTo: 0.5 },
  { name: 'shade-state-3', says: 'more untagged than tagged', upTo: Number.POSITIVE_INFINITY },
];

/** Up to how many days ago something was pushed. */
const AGES: ReadonlyArray<Shade & { readonly upTo: number }> = [
  { name: 'shade-age-0', says: 'pushed this week', upTo: 7 },
  { name: 'shade-age-1', says: 'this month', upTo: 30 },
  { name: 'shade-age-2', says: 'within 90 days', upTo: 90 },
  { name: 'shade-age-3', says: 'longer ago', upTo: Number.POSITIVE_INFINITY },
];

const UNKNOWN: Shade = { name: 'shade-unknown', says: 'not known' };

/** The colours of a map, for its legend. */
export function shadesOf(colouring: Colouring): readonly Shade[] {
  return colouring === 'state' ? STATES : AGES;
}

/** The colour of a cell. */
export function shadeOf(item: Item, colouring: Colouring, now: string): Shade {
  if (colouring === 'state') {
    const all = item.taggedBytes + item.untaggedBytes;
    const share = all === 0 ? 0 : item.untaggedBytes / all;
    return STATES.find(({ upTo }) => share <= upTo) ?? UNKNOWN;
  }
  if (item.pushedAt === undefined) return UNKNOWN;
  const days = (Date.parse(now) - Date.parse(item.pushedAt)) / DAY_MS;
  return AGES.find(({ upTo }) => days <= upTo) ?? UNKNOWN;
}

/** The same in words. */
export function colourText(item: Item, colouring: Colouring, now: string): string {
  if (colouring === 'state')
    return `${formatPercent(item.untaggedBytes, item.taggedBytes + item.untaggedBytes)} untagged`;
  if (item.pushedAt === undefined) return '';
  const age = formatAge(item.pushedAt, now);
  return age === 'new' ? 'pushed just now' : `pushed ${age} ago`;
}
