import type { Options } from '../../source/source.ts';

/** What a plan is set to, as it stands in the page's address. */
export interface PlanSettings {
  /** The registry's family. */
  readonly registry: '2.8' | '3';
  /** How many of the newest images of each repository stay, as a number; empty for no such rule. */
  readonly keepLast: string;
  /** A duration such as `90d`; empty for no such rule. */
  readonly olderThan: string;
  /** Patterns, with spaces between: no name has one. */
  readonly repository: string;
  readonly match: string;
  readonly protect: string;
  readonly untagged: 'no' | 'too' | 'only';
  readonly latest: 'protected' | 'free';
  /** A duration: what is younger stays. */
  readonly minAge: string;
}

type PlanSetting = keyof PlanSettings;

/** What is left out of an address. */
const DEFAULTS: PlanSettings = {
  registry: '2.8',
  keepLast: '10',
  olderThan: '',
  repository: '',
  match: '',
  protect: '',
  untagged: 'no',
  latest: 'protected',
  minAge: '24h',
};

/** Names in the address. An empty rule stands there as `off`, since what is empty is left out. */
const NAMES: Readonly<Record<PlanSetting, string>> = {
  registry: 'registry',
  keepLast: 'keep-last',
  olderThan: 'older-than',
  repository: 'repository',
  match: 'match',
  protect: 'protect',
  untagged: 'untagged',
  latest: 'latest',
  minAge: 'min-age',
};
const SETTINGS = Object.keys(NAMES) as PlanSetting[];
const CHOICES: Readonly<Partial<Record<PlanSetting, readonly string[]>>> = {
  registry: ['2.8', '3'],
  untagged: ['no', 'too', 'only'],
  latest: ['protected', 'free'],
};

/** Reads settings from an address; what makes none is as if it were not there. */
export function readSettings(get: (name: string, otherwise: string) => string): PlanSettings {
  const read = SETTINGS.map((name) => {
    const text = get(NAMES[name], DEFAULTS[name]);
    const choices = CHOICES[name];
    if (choices !== undefined && !choices.includes(text)) return [name, DEFAULTS[name]];
    return [name, text === 'off' ? '' : text];
  });
  return Object.fromEntries(read) as unknown as PlanSettings;
}

/** Settings as an address has them. */
export function writeSettings(settings: PlanSettings): Record<string, string | undefined> {
  const written = SETTINGS.map((name) => {
    const value = settings[name];
    return [NAMES[name], value === DEFAULTS[name] ? undefined : value === '' ? 'off' : value];
  });
  return Object.fromEntries(written);
}

/** The options of the question, as its flags are called. */
export function optionsOf(settings: PlanSettings): Options {
  const { registry, keepLast, olderThan, untagged, latest, minAge } = settings;
  // Of what has no tag alone, no rule about tags makes sense.
  const isOnly = untagged === 'only';
  return {
    registry,
    'keep-last': isOnly || keepLast === '' ? undefined : keepLast,
    'older-than': olderThan === '' ? undefined : olderThan,
    repository: patternsIn(settings.repository),
    match: isOnly ? [] : patternsIn(settings.match),
    protect: patternsIn(settings.protect),
    untagged: untagged === 'too',
    'untagged-only': isOnly,
    'no-protect-latest': latest === 'free',
    'min-age': ['', DEFAULTS.minAge].includes(minAge) ? undefined : minAge,
  };
}

function patternsIn(text: string): string[] {
  return text.split(/\s+/).filter((each) => each !== '');
}
