import type { Lever } from '../../levers/lever.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes } from '../format.ts';
import type { Style } from './parts/style.ts';

/** So that the commands stand below those of the report's other sections. */
const COMMAND_COLUMN = 56;

/** What would free how much, each with the command that shows it and with what it would break. */
export function renderLevers(levers: readonly Lever[], style: Style): string[] {
  if (levers.length === 0) return [];
  const beyond = levers.filter(({ lever }) => BEYOND.has(lever));
  const others = levers.filter(({ lever }) => !BEYOND.has(lever));
  return [
    style.heading('What would free how much'),
    ...others.flatMap((lever) => renderLever(lever, style)),
    ...(beyond.length === 0 ? [] : ['  and beyond what a collection frees as it is, each by itself']),
    ...beyond.flatMap((lever) => renderLever(lever, style)),
  ];
}

/** Plans: their images go, and then a collection frees more than it would have. */
const BEYOND: ReadonlySet<Lever['lever']> = new Set(['untagged', 'keep-last', 'older-than']);

function renderLever(lever: Lever, style: Style): string[] {
  const { bytes, families, breaksTags, aborts, undetermined, command } = lever;
  const where = families.length === 1 ? ` on ${families[0]}` : '';
  const start = `  ${formatBytes(bytes).padStart(10)}  ${NAMES[lever.lever](lever)}${where}`;
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

const NAMES: Readonly<Record<Lever['lever'], (lever: Lever) => string>> = {
  collection: () => "the registry's own collection",
  'delete-untagged': () => 'with its --delete-untagged',
  untagged: ({ count }) => countOf(count, 'image without a tag', 'images without a tag'),
  'keep-last': () => 'all but the last 10 of each repository',
  'older-than': () => 'what was not pushed for 90 days',
  uploads: ({ count }) => countOf(count, 'upload that was left', 'uploads that were left'),
  leftovers: ({ count }) => countOf(count, 'file that was left', 'files that were left'),
};
