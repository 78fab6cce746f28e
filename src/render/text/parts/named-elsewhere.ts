import { countOf } from '../../format.ts';
import type { Style } from './style.ts';

/** Says that blobs free nothing, because their files have names that stay; no line where there is none. */
export function renderNamedElsewhere(blobs: number | undefined, style: Style): string[] {
  if (blobs === undefined || blobs === 0) return [];
  const [have, them] = blobs === 1 ? ['has', 'it'] : ['have', 'them'];
  const said = `${countOf(blobs, 'blob')} ${have} another name elsewhere: removing ${them} frees nothing.`;
  return [style.warning(`  ${said}`)];
}
