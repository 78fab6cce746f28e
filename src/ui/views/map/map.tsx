import { useContext, useMemo } from 'preact/hooks';
import { countOf, formatBytes } from '../../../render/format.ts';
import { address } from '../../address.ts';
import { decodePart, useSettings } from '../../location.ts';
import { StatusContext } from '../../parts/age.tsx';
import { Choices } from '../../parts/fields.tsx';
import { Name, plainName } from '../../parts/name.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { pushTimes } from '../../parts/push-times.ts';
import { Answer, Nothing } from '../../parts/states.tsx';
import { useAnswer } from '../../source/use-answer.ts';
import { type Colouring, shadesOf } from './colour.ts';
import { type Amounts, type Item, itemsIn, tagItems } from './items.ts';
import { above, type Place, placeOf, wayTo } from './place.ts';
import { Treemap } from './treemap.tsx';

type AreaMeaning = 'fair-share' | 'bytes' | 'unique';

const AREAS: Readonly<Record<AreaMeaning, { of: keyof Amounts; title: string; says: string }>> = {
  'fair-share': {
    of: 'fairShareBytes',
    title: 'fair share',
    says: 'What several share is divided among them, so areas add up.',
  },
  bytes: {
    of: 'bytes',
    title: 'bytes',
    says: 'All that each leads to: what several share counts in each of them.',
  },
  unique: { of: 'uniqueBytes', title: 'only here', says: 'What deleting it, and collecting, would free.' },
};

/** The volume as areas: namespaces, repositories, tags. */
export function VolumeMap({ params }: { params: { place?: string } }) {
  const place = placeOf(decodePart(params.place));
  return (
    <>
      <PageTitle title="Map">
        <Way place={place} />
      </PageTitle>
      {place.isRepository ? <Tags place={place} /> : <Repositories place={place} />}
    </>
  );
}

/** From all of it down to here. */
function Way({ place }: { place: Place }) {
  const way = wayTo(place);
  return (
    <nav class="way" aria-label="Way to here">
      {way.map(({ label, href }, at) => (
        <a key={href} href={href} {...(at === way.length - 1 && { 'aria-current': 'location' as const })}>
          <Name of={label} />
        </a>
      ))}
    </nav>
  );
}

function Repositories({ place }: { place: Place }) {
  const usage = useAnswer('usage', {});
  const namespaces = useAnswer('usage', { by: 'namespace', depth: place.depth + 1 });
  const pushed = useAnswer('ls', { long: true });
  const items = useMemo(
    () =>
      itemsIn(
        place,
        usage.answer?.repositories ?? [],
        namespaces.answer?.namespaces ?? [],
        pushTimes(pushed.answer),
      ),
    [place.text, usage.answer, namespaces.answer, pushed.answer],
  );
  return <Answer asking={usage}>{() => <Drawn place={place} items={items} />}</Answer>;
}

function Tags({ place }: { place: Place }) {
  const asking = useAnswer('usage', { by: 'tag', repository: place.text });
  const items = useMemo(() => tagItems(asking.answer?.tags ?? []), [asking.answer]);
  return (
    <>
      <p>
        <a href={address.repository(place.text)}>All of this repository</a>{' '}
        <span class="dim">with its layers, what is untagged, and its history</span>
      </p>
      <Answer asking={asking}>{() => <Drawn place={place} items={items} />}</Answer>
    </>
  );
}

function Drawn({ place, items }: { place: Place; items: readonly Item[] }) {
  const { get, set } = useSettings();
  const now = useContext(StatusContext)?.now ?? '';
  const area = AREAS[get('area', 'fair-share') as AreaMeaning] ?? AREAS['fair-share'];
  const colouring: Colouring =
    get('colour', place.isRepository ? 'age' : 'state') === 'age' ? 'age' : 'state';
  const from = Math.max(0, Number.parseInt(get('from', '0'), 10) || 0);
  const sizeOf = useMemo(() => (item: Item) => item[area.of], [area]);
  const shown = useMemo(
    () => items.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(from),
    [items, sizeOf, from],
  );
  const sum = shown.reduce((total, item) => total + sizeOf(item), 0);
  const kept = keptQuery({ area: get('area', ''), colour: get('colour', '') });
  return (
    <section class="panel" aria-label="Map">
      <div class="map-head">
        <Choices
          label="Area"
          choices={Object.entries(AREAS).map(([key, { title }]) => [key as AreaMeaning, title] as const)}
          value={get('area', 'fair-share') as AreaMeaning}
          onChange={(value) => set({ area: value === 'fair-share' ? undefined : value, from: undefined })}
        />
        {!place.isRepository && (
          <Choices
            label="Colour"
            choices={[
              ['state', 'state'],
              ['age', 'age'],
            ]}
            value={colouring}
            onChange={(value) => set({ colour: value === 'state' ? undefined : value })}
          />
        )}
        <p class="dim">
          {countOf(shown.length, place.isRepository ? 'tag' : 'place')}
          {from > 0 && ', the largest left out'}
          {area.of === 'fairShareBytes' && ` · ${formatBytes(sum)}`} · {area.says}
        </p>
      </div>
      {shown.length === 0 ? (
        <Nothing>There is nothing here.</Nothing>
      ) : (
        <Treemap
          items={shown}
          drawing={{ sizeOf, colouring, now }}
          label={`${place.text === '' ? 'The volume' : plainName(place.text)} by ${area.title}`}
          restHref={(count) =>
            `${address.map(place.text)}?${new URLSearchParams({ ...kept, from: String(from + count) })}`
          }
          upHref={from > 0 ? address.map(place.text) : above(place)}
        />
      )}
      <Legend colouring={colouring} />
    </section>
  );
}

function keptQuery(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}

function Legend({ colouring }: { colouring: Colouring }) {
  return (
    <ul class="legend" aria-label="Colours">
      {shadesOf(colouring).map(({ name, says }) => (
        <li key={name}>
          <span class={`swatch cell ${name}`} aria-hidden="true" />
          {says}
        </li>
      ))}
    </ul>
  );
}
