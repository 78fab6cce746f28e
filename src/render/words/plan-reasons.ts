import { shortDigest } from '../format.ts';

/** What a reason to stay means; `by` is the tag or digest that it is about. */
const STAYING: Readonly<Record<string, (by: string) => string>> = {
  unreadable: () => 'something in the repository was not read, or does not parse',
  'registry-refuses': () => 'a damaged tag in the repository makes every DELETE end on 500',
  'not-addressable': () => 'the name of the repository is none to the API',
  'missing-manifest': () => 'the manifest is missing: DELETE answers 404',
  'in-use': () => 'in use',
  young: () => 'pushed or tagged less than --min-age before the scan',
  'time-unknown': () => 'nobody knows when it was pushed',
  'shares-digest': (by) => `has the same digest as a tag that is kept, ${by}`,
  'needed-by': (by) => `is needed by what stays, ${by}`,
  'refers-to': (by) => `is attached to what stays, ${by}`,
};

/** Why something stays though a rule selected it. */
export function stayingText(reason: string, by = ''): string {
  return STAYING[reason]?.(by.includes(':') ? shortDigest(by) : by) ?? reason;
}

const KEPT: Readonly<Record<string, string>> = {
  attached: 'it is named for the image it is attached to, and lives and goes with that',
  'not-addressable': 'its name is none to the API',
  latest: "'latest' is set aside, unless there is --no-protect-latest",
  protected: '--protect sets it aside',
  'no-rule': 'no rule is about it',
  'keep-all': 'the rule keeps all that it is about',
  'keep-last': 'it is among the newest that the rule keeps',
  'not-older': 'it is not old enough',
  'time-unknown': 'nobody knows when it was pushed',
  'not-selected': 'it has not been without a tag for long enough',
  'free-reached': 'what was asked for is free without it',
};

/** Why no rule selected something. */
export function keptText(reason: string): string {
  return KEPT[reason] ?? reason;
}

const GOING: Readonly<Record<string, string>> = {
  selected: 'all its tags are selected',
  untagged: 'it has no tag',
  orphaned: 'what it is attached to is gone',
  'child-of': 'the index that lists it goes',
  'attached-to': 'what it is attached to goes',
};

/** Why something goes. */
export function goingText(reason: string): string {
  return GOING[reason] ?? reason;
}
