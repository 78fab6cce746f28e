import type { Inspection } from '../../../inspect/inspection.ts';
import { originKey } from '../../../registry/manifest/origin.ts';
import { escapeText } from '../../escape.ts';
import { countOf } from '../../format.ts';
import { cutColumns } from '../parts/columns.ts';
import type { Style } from '../parts/style.ts';

/** More and longer ones are no help to anybody. */
const SHOWN = 20;

/** Lines on where an image comes from: what its annotations and labels say. */
export function originLines({ annotations, config }: Inspection, { width, heading, dim }: Style): string[] {
  const said = Object.entries({ ...config?.labels, ...annotations });
  const telling = said.flatMap(([key, value]) => {
    const name = originKey(key);
    return name === undefined ? [] : [{ name: escapeText(name), value: escapeText(value) }];
  });
  if (said.length === 0) return [];
  const shown = telling.slice(0, SHOWN);
  const column = Math.min(20, Math.max(0, ...shown.map(({ name }) => name.length)));
  const left = said.length - shown.length;
  return [
    '',
    heading('Labels'),
    ...shown.map(({ name, value }) => `  ${cutColumns(`${name.padEnd(column)}  ${value}`, width - 2)}`),
    ...(left > 0 ? [dim(`  ${countOf(left, 'other label')} (--json has them)`)] : []),
  ];
}
