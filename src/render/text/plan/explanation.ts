import type { Explanation, Fate, RuleSaying, TagExplanation } from '../../../plan/explanation.ts';
import { escapeText } from '../../escape.ts';
import { formatAge, shortDigest } from '../../format.ts';
import { goingText, keptText, stayingText } from '../../words/plan-reasons.ts';
import type { Style } from '../parts/style.ts';

/** Why an image and its tags go or stay. `now` is when the scan began. */
export function renderExplanation(explanation: Explanation, now: string, style: Style): string {
  const { repository, digest, pushedAt, tags, untagged } = explanation;
  const lines = [
    style.heading(escapeText(`${repository}@${digest}`)),
    `  ${pushedAt === undefined ? 'Nobody knows when it was pushed' : `pushed ${ageText(pushedAt, now)}`}`,
    ...tags.flatMap((tag) => renderTag(tag, now)),
    ...(untagged === undefined ? [] : ['  no tag', ...untagged.map(renderSaying)]),
    ...renderOthers(explanation),
    ...renderFates(explanation.fates, style),
  ];
  return `${lines.join('\n')}\n`;
}

function ageText(time: string, now: string): string {
  const age = formatAge(time, now);
  return age === 'new' ? 'as the scan began' : `${age} before the scan`;
}

function renderTag({ tag, taggedAt, isSelected, reasons, rules }: TagExplanation, now: string): string[] {
  const when = taggedAt === undefined ? 'nobody knows when' : ageText(taggedAt, now);
  const verdict = isSelected ? 'selected' : reasons.map(keptText).join('; ');
  return [`  tag ${escapeText(tag)}, set ${when}: ${verdict}`, ...rules.map(renderSaying)];
}

const SAYINGS: Readonly<Record<RuleSaying['says'], string>> = {
  'other-repositories': 'is about other repositories',
  'other-tags': 'is about other tags',
  'nothing-about-it': 'says nothing about it',
  'not-asked': 'is not asked, because something before it decided',
  selects: 'decides, and selects it',
  keeps: 'decides, and keeps it',
};

function renderSaying({ rule, says }: RuleSaying): string {
  return `    ${rule === undefined ? 'the rule' : escapeText(rule)} ${SAYINGS[says]}`;
}

function renderOthers({ otherTags, neededBy, attachedTo }: Explanation): string[] {
  return [
    ...otherTags.map(
      ({ tag, isSelected }) =>
        `  also tagged ${escapeText(tag)}, ${isSelected ? 'selected' : 'not selected'}`,
    ),
    ...neededBy.map(
      ({ digest, goes }) => `  needed by ${shortDigest(digest)}, which ${goes ? 'goes' : 'stays'}`,
    ),
    ...attachedTo.map((digest) => `  attached to ${shortDigest(digest)}`),
  ];
}

/** Once where all families do the same. */
function renderFates(fates: readonly Fate[], style: Style): string[] {
  const groups = new Map<string, { text: string; families: string[] }>();
  for (const fate of fates) {
    const text = `${fate.tag === undefined ? 'the image' : escapeText(fate.tag)} ${fateText(fate)}`;
    const group = groups.get(text) ?? { text, families: [] };
    groups.set(text, { text, families: [...group.families, fate.family] });
  }
  return [...groups.values()].map(
    ({ text, families }) => `${style.heading(`On registry ${families.join(' and ')}`)}  ${text}`,
  );
}

function fateText({ fate, reasons, by }: Fate): string {
  switch (fate) {
    case 'goes':
      return `goes with its image: ${reasons.map(goingText).join('; ')}`;
    case 'goes-alone':
      return 'goes alone: its image stays, so this frees nothing';
    case 'stays':
      return `stays: ${escapeText(reasons.map((reason) => stayingText(reason, by)).join('; '))}`;
    case 'kept':
      return `is kept${reasons.length === 0 ? '' : `: ${reasons.map(keptText).join('; ')}`}`;
  }
}
