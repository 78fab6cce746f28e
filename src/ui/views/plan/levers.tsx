import { Check, Choices, Slider, TextField } from '../../parts/fields.tsx';
import type { PlanSettings } from './settings.ts';

interface Levers {
  readonly settings: PlanSettings;
  readonly onChange: (changes: Partial<PlanSettings>) => void;
}

/** What a plan can be told. */
export function PlanLevers({ settings, onChange }: Levers) {
  const { registry, untagged } = settings;
  const isAboutTags = untagged !== 'only';
  return (
    <form class="levers" aria-label="The rule" onSubmit={(event) => event.preventDefault()}>
      <Choices
        label="Registry"
        value={registry}
        choices={[
          ['2.8', '2.7 – 2.8'],
          ['3', '3.x'],
        ]}
        onChange={(each) => onChange({ registry: each })}
      />
      <Choices
        label="Images with tags, or without"
        value={untagged}
        choices={[
          ['no', 'tags'],
          ['too', 'both'],
          ['only', 'untagged'],
        ]}
        onChange={(each) => onChange({ untagged: each })}
      />
      {isAboutTags && <KeepLast settings={settings} onChange={onChange} />}
      <OlderThan settings={settings} onChange={onChange} />
      <Which settings={settings} onChange={onChange} />
    </form>
  );
}

/** On a phone what comes out must not lie below all that can be said. */
const ROOM_FOR_ALL = 900;

/** Of which repositories and tags, and which not. */
function Which({ settings, onChange }: Levers) {
  const { untagged, latest, repository, match, protect, minAge } = settings;
  const isAboutTags = untagged !== 'only';
  const isSaid = `${repository}${match}${protect}` !== '';
  return (
    <details class="which" open={isSaid || innerWidth >= ROOM_FOR_ALL}>
      <summary>Which repositories and tags</summary>
      <TextField
        label="Only repositories"
        placeholder="all"
        hint={<Example of="team/* team/app" />}
        value={repository}
        onChange={(text) => onChange({ repository: text })}
      />
      {isAboutTags && (
        <TextField
          label="Only tags"
          placeholder="all"
          hint={<Example of="pr-* v[0-9]*" />}
          value={match}
          onChange={(text) => onChange({ match: text })}
        />
      )}
      <TextField
        label="Protect"
        placeholder="none"
        hint={<Example of="rel-* team/app:stable team/**" />}
        value={protect}
        onChange={(text) => onChange({ protect: text })}
      />
      {isAboutTags && (
        <Check
          label={
            <>
              Protect <code>latest</code>
            </>
          }
          isOn={latest === 'protected'}
          onChange={(isOn) => onChange({ latest: isOn ? 'protected' : 'free' })}
        />
      )}
      <TextField
        label="Younger stays"
        hint="what was pushed or tagged less than this before the scan"
        value={minAge}
        onChange={(text) => onChange({ minAge: text })}
      />
    </details>
  );
}

/** Patterns as one may write them; several have spaces between. */
function Example({ of }: { of: string }) {
  return (
    <>
      such as <code>{of}</code>
    </>
  );
}

const KEEPS = ['', ...Array.from({ length: 50 }, (_, at) => String(at + 1))];

function KeepLast({ settings: { keepLast }, onChange }: Levers) {
  const tell = (value: string) => onChange({ keepLast: value });
  const text =
    keepLast === ''
      ? 'however many there are'
      : `the ${keepLast} newest ${keepLast === '1' ? 'image' : 'images'} stay`;
  return (
    <div class="lever">
      <TextField
        label="Keep the newest"
        placeholder="any number"
        inputMode="numeric"
        hint="images of each repository, of those that are matched"
        value={keepLast}
        onChange={tell}
      />
      <Slider
        label="Keep the newest"
        stops={KEEPS}
        place={Math.min(Number(keepLast) || 0, KEEPS.length - 1)}
        text={text}
        onChange={tell}
      />
    </div>
  );
}

const AGES = ['', '1d', '2d', '3d', '5d', '7d', '14d', '30d', '60d', '90d', '180d', '365d'];

function OlderThan({ settings: { olderThan }, onChange }: Levers) {
  const tell = (value: string) => onChange({ olderThan: value });
  return (
    <div class="lever">
      <TextField
        label="Older than"
        placeholder="any age"
        hint={
          <>
            such as <code>90d</code> or <code>36h</code>: what was pushed or tagged since stays
          </>
        }
        value={olderThan}
        onChange={tell}
      />
      <Slider
        label="Older than"
        stops={AGES}
        place={placeOf(olderThan)}
        text={olderThan === '' ? 'of any age' : olderThan}
        onChange={tell}
      />
    </div>
  );
}

/** The last stop that is no longer than what was typed, in days. */
function placeOf(age: string): number {
  const days = Number.parseFloat(age) || 0;
  if (!/d$/i.test(age)) return Math.max(AGES.indexOf(age), 0);
  return AGES.findLastIndex((each) => (Number.parseFloat(each) || 0) <= days);
}
