const STATES: Readonly<Record<string, string>> = {
  missing: "missing: no such blob is there ('stowage check' says what that breaks)",
  foreign: 'foreign: fetched from elsewhere, and not kept here',
  'other-name': 'kept under another name',
};

/** What state a digest is in. */
export function stateText(state: string): string {
  return STATES[state] ?? state;
}
