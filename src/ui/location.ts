import { useCallback, useMemo } from 'preact/hooks';
import { useHashLocation } from 'wouter-preact/use-hash-location';

/** The path of the page's address, as it is written there: the router decodes once what it is given. */
export function usePath(): ReturnType<typeof useHashLocation> {
  const [location, navigate] = useHashLocation();
  const [path = '/'] = location.split('?');
  return [path.replaceAll('%', '%25'), navigate];
}

/** A part of an address as it was before it was written there; what nobody could have written so stays as it is. */
export function decodePart(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
}

/** How a view is set (order, filter, colours), behind the `?` of its address; the defaults are left out. */
export function useSettings(): {
  readonly get: (name: string, otherwise: string) => string;
  /** Changes some of them in the address, in the place of what is there: going back leads to another view. */
  readonly set: (changes: Readonly<Record<string, string | undefined>>) => void;
} {
  const [location] = useHashLocation();
  const [path = '/', query = ''] = location.split('?');
  const settings = useMemo(() => new URLSearchParams(query), [query]);
  const set = useCallback(
    (changes: Readonly<Record<string, string | undefined>>) => {
      const next = new URLSearchParams(query);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      globalThis.location.replace(`#${path}${text === '' ? '' : `?${text}`}`);
    },
    [path, query],
  );
  return { get: (name, otherwise) => settings.get(name) ?? otherwise, set };
}
