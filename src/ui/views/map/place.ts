import { address } from '../../address.ts';

/** Where one is on the map: all of it, a namespace, or a repository. */
export interface Place {
  /** As in the address: empty for all, a name that ends in `/` for a namespace. */
  readonly text: string;
  readonly isRepository: boolean;
  /** How many parts a name has before those that are shown. */
  readonly depth: number;
}

export function placeOf(text: string): Place {
  const isRepository = text !== '' && !text.endsWith('/');
  return { text, isRepository, depth: text.split('/').length - 1 };
}

/** The way from all of it down to a place. */
export function wayTo({ text }: Place): ReadonlyArray<{ readonly label: string; readonly href: string }> {
  const parts = text.match(/[^/]+\/?/g) ?? [];
  return [
    { label: 'all', href: address.map() },
    ...parts.map((part, at) => ({ label: part, href: address.map(parts.slice(0, at + 1).join('')) })),
  ];
}

/** The place above; undefined on top. */
export function above(place: Place): string | undefined {
  return wayTo(place).at(-2)?.href;
}
