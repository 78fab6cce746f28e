import { countOf } from '../../../render/format.ts';
import { useSettings } from '../../location.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { ImageLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type Order, type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { Nothing } from '../../parts/states.tsx';
import type { Json } from '../../source/source.ts';
import { useAnswer } from '../../source/use-answer.ts';

type Usage = NonNullable<Json<'usage'>['tags']>[number];
type Details = NonNullable<Extract<Json<'ls'>, { readonly tags: unknown }>['details']>[number];
type Tag = Usage & Partial<Pick<Details, 'platforms' | 'createdAt'>>;

/** The tags of a repository, in the order that is asked for. */
export function Tags({
  answer: { tags = [], cutOff = {} },
  repository,
}: {
  answer: Json<'usage'>;
  repository: string;
}) {
  const { get, set } = useSettings();
  // Beside sizes: what is not known stays empty until it is.
  const details = useDetails(repository);
  const rows = tags.map((tag): Tag => ({ ...tag, ...pick(details.get(tag.tag)) }));
  const order = readOrder(get('sort', 'bytes'));
  return (
    <Panel title="Tags" aside={countOf(tags.length + (cutOff['tags'] ?? 0), 'tag')} isDated>
      {tags.length === 0 ? (
        <Nothing>It has no tags.</Nothing>
      ) : (
        <ShortTable
          caption="Tags"
          columns={COLUMNS}
          rows={rows}
          first={FIRST_ROWS}
          order={order}
          onOrder={(next) => set({ sort: writeOrder(next) })}
        />
      )}
      <More left={cutOff['tags']} where="the ones shown are the largest" />
    </Panel>
  );
}

function useDetails(repository: string): ReadonlyMap<string, Details> {
  const { answer } = useAnswer('ls', { repository, long: true });
  const details = answer !== undefined && 'tags' in answer ? (answer.details ?? []) : [];
  return new Map(details.map((each) => [each.tag, each]));
}

function pick(details: Details | undefined): Partial<Pick<Details, 'platforms' | 'createdAt'>> {
  return details === undefined ? {} : { platforms: details.platforms, createdAt: details.createdAt };
}

const KEYS = ['tag', 'bytes', 'unique', 'platforms', 'kind', 'pushed', 'created'];

/** `bytes`, or `-bytes` for the other way than is usual. */
function readOrder(text: string): Order {
  const column = Math.max(KEYS.indexOf(text.replace(/^-/, '')), 0);
  const isNumber = COLUMNS[column]?.isNumber === true;
  return { column, isDown: isNumber !== text.startsWith('-') };
}

function writeOrder({ column, isDown }: Order): string | undefined {
  const isUsual = (COLUMNS[column]?.isNumber === true) === isDown;
  const text = `${isUsual ? '' : '-'}${KEYS[column]}`;
  return text === 'bytes' ? undefined : text;
}

const PLATFORMS_SHOWN = 3;
const FIRST_ROWS = 30;

const COLUMNS: ReadonlyArray<ShortColumn<Tag>> = [
  { title: 'tag', value: (tag) => <ImageLink {...tag} isAlone />, order: ({ tag }) => tag },
  { title: 'bytes', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} />, order: ({ bytes }) => bytes },
  {
    title: 'only here',
    isNumber: true,
    value: ({ uniqueBytes }) => <Bytes of={uniqueBytes} />,
    order: ({ uniqueBytes }) => uniqueBytes,
  },
  {
    title: 'platforms',
    saysItself: true,
    value: ({ platforms = [] }) => <Name of={platformsText(platforms)} />,
    order: ({ platforms = [] }) => platforms.join(),
  },
  {
    title: 'kind',
    saysItself: true,
    value: ({ kind }) => kind ?? '–',
    order: ({ kind }) => kind ?? '',
  },
  {
    title: 'pushed',
    isNumber: true,
    onPhone: 'below',
    value: ({ modifiedAt }) => <Day of={modifiedAt} />,
    order: ({ modifiedAt }) => modifiedAt,
  },
  {
    title: 'created',
    isNumber: true,
    onPhone: 'below',
    value: ({ createdAt }) => (createdAt == null ? '–' : <Day of={createdAt} />),
    order: ({ createdAt }) => createdAt ?? '',
  },
];

function platformsText(platforms: readonly string[]): string {
  const left = platforms.length - PLATFORMS_SHOWN;
  const shown = platforms.slice(0, PLATFORMS_SHOWN).join(', ');
  return `${shown}${left > 0 ? ` and ${left} more` : ''}`;
}

/** The day of a time in ISO 8601. */
function Day({ of }: { of: string }) {
  return <span title={of}>{of.slice(0, 10)}</span>;
}
