import { countOf } from '../../format.ts';
import type { Style } from './style.ts';

/** The line below a list that was cut. */
export function renderMore({ left }: { readonly left: number }, style: Style): string[] {
  return left > 0 ? [style.dim(`  … and ${countOf(left, 'more', 'more')} (--limit 0 shows all)`)] : [];
}
