import type { Lever } from '../../levers/lever.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes } from '../format.ts';
import { BEYOND_COLLECTION, leverName } from '../words/levers.ts';
import type { Style } from './parts/style.ts';

/** So that the commands stand below those of the report's other sections. */
const COMMAND_COLUMN = 56;

/** What would free how much, each with the command that shows it and with what it would break. */
export function renderLevers(levers: readonly Lever[], style: Style): string[] {
  if (levers.length === 0) return [];
  const beyond = levers.filter(({ lever }) => BEYOND_COLLECTION.has(lever));
  const others = levers.filter(({ lever }) => !BEYOND_COLLECTION.has(lever));
  return [
    style.heading('What would free how much'),
    ...others.flatMap((lever) => renderLever(lever, style)),
    ...(beyond.length === 0 ? [] : ['  and beyond what a collection frees as it is, each by itself']),
    ...beyond.flatMap((lever) => renderLever(lever, style)),
  ];
}

function renderLever(lever: Lever, style: Style): string[] {
  const { bytes, families, breaksTags, aborts, undetermined, command } = lever;
  const where = families.length === 1 ? ` on ${families[0]}` : '';
  const start = `  ${formatBytes(bytes).padStart(10)}  ${leverName(lever)}${where}`;
  const warnings = [
    ...(breaksTags > 0 ? [`it breaks ${countOf(breaksTags, 'tag')}`] : []),
    ...(aborts === undefined ? [] : [`it aborts on ${escapeText(aborts.path)}`]),
    ...(undetermined ? ['undetermined: what goes may be in use'] : []),
  ];
  return [
    `${start.padEnd(COMMAND_COLUMN)}${style.dim(command)}`,
    ...warnings.map((warning) => style.warning(`              ${warning}`)),
  ];
}
