import type { Alarm } from '../../history/told/alarms.ts';
import type { Changes, ChangesSince } from '../../history/told/changes.ts';
import { countOf, formatBytes, formatCount, formatPercent } from '../format.ts';
import { formatGrowth } from './parts/change.ts';
import type { Style } from './parts/style.ts';
import { wrapParts } from './parts/wrap.ts';

/** What changed since the last scan and since a week ago, in a line. */
export function renderChanges(changes: Changes | undefined, style: Style): string[] {
  if (changes === undefined) return [];
  const { sinceLastScan, sinceWeek } = changes;
  const parts = [
    ...(sinceLastScan === undefined ? [] : [`since the last scan: ${changeText(sinceLastScan)}`]),
    ...(sinceWeek === undefined || sinceWeek.scan === sinceLastScan?.scan
      ? []
      : [`since a week ago: ${changeText(sinceWeek)}`]),
  ];
  const start = { text: `${style.heading('Changed')}  `, width: 'Changed  '.length };
  return wrapParts(start, parts, ' · ', style.width);
}

function changeText({ volumeBytes, repositories, tags, sameVolume }: ChangesSince): string {
  if (!sameVolume) return 'it is another volume';
  const done: Array<[count: number, what: string]> = [
    [tags.pushed, 'pushed'],
    [tags.moved, 'moved'],
    [tags.removed, 'removed'],
  ];
  const some = done.filter(([count]) => count > 0);
  const tagText = some.map(([count, what], at) =>
    at === 0 ? `${countOf(count, 'tag')} ${what}` : `${formatCount(count)} ${what}`,
  );
  const repositoryText = [
    ...(repositories.appeared > 0
      ? [`${countOf(repositories.appeared, 'repository', 'repositories')} appeared`]
      : []),
    ...(repositories.went > 0 ? [`${countOf(repositories.went, 'repository', 'repositories')} went`] : []),
  ];
  const texts = [...(volumeBytes === 0 ? [] : [formatGrowth(volumeBytes)]), ...tagText, ...repositoryText];
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

/** What somebody wanted to be told of: limits that are passed, or of which that cannot be told. */
export function renderAlarms(alarms: readonly Alarm[], style: Style): string[] {
  return alarms.map((alarm) => style.warning(alarmText(alarm)));
}

function alarmText({ code, found = 0, limit }: Alarm): string {
  switch (code) {
    case 'over':
      return `Too full: ${formatPercent(found, 1)} of the file system is used, and ${formatPercent(limit, 1)} is the limit (--fail-over).`;
    case 'growth':
      return `Growing too fast: ${formatBytes(found)} a day between collections, and ${formatBytes(limit)} is the limit (--fail-growth).`;
    case 'over-unknown':
      return 'How full the disk is cannot be told: its file system does not say (--fail-over).';
    case 'growth-unknown':
      return 'How fast it grows cannot be told yet: that takes three scans that found everything, over a day or more (--fail-growth).';
  }
}
