import type { ComponentChildren } from 'preact';
import { countOf, formatPercent } from '../../../render/format.ts';
import { address } from '../../address.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Nothing } from '../../parts/states.tsx';
import type { Json } from '../../source/source.ts';

/** What could go, all together, and of what it is. */
export function Freeable({ report: { reclaimable, totals } }: { report: Json<'report'> }) {
  const {
    unreferenced,
    untagged,
    staleUploads,
    young,
    namedElsewhere,
    caveats = [],
    undetermined,
  } = reclaimable;
  const sum = unreferenced.bytes + untagged.bytes + staleUploads.bytes;
  if (caveats.some(({ code }) => code === 'half-missing'))
    return (
      <Panel title="What could go" isDated>
        <p class="warn">Undetermined: half of the volume is not there.</p>
      </Panel>
    );
  const rows: Array<[amount: { count: number; bytes: number }, what: ComponentChildren]> = [
    [
      unreferenced,
      <a key="a" href={address.orphans()}>
        {countOf(unreferenced.count, 'blob')} that nothing refers to
      </a>,
    ],
    [untagged, `${countOf(untagged.count, 'blob')} only untagged manifests hold`],
    [staleUploads, `${countOf(staleUploads.count, 'upload')} started over 7 days ago`],
    [young, `${countOf(young.count, 'young blob')}, perhaps a push in flight: not counted`],
  ];
  const shown = rows.filter(([{ count }]) => count > 0);
  return (
    <Panel title="What could go" isDated>
      <p class="headline">
        {undetermined && <span class="warn">undetermined, </span>}up to <Bytes of={sum} />{' '}
        <span class="dim">· {formatPercent(sum, totals.volumeBytes)} of the volume</span>
      </p>
      {shown.length === 0 && <Nothing>nothing</Nothing>}
      <ul class="amounts">
        {shown.map(([{ bytes }, what], at) => (
          <li key={at}>
            <Bytes of={bytes} />
            <span>{what}</span>
          </li>
        ))}
      </ul>
      {namedElsewhere !== undefined && namedElsewhere > 0 && (
        <p class="warn">
          {countOf(namedElsewhere, 'blob')} with another name elsewhere: removing such a blob frees nothing.
        </p>
      )}
      {caveats.map(({ message, path }) => (
        <p key={message} class="warn">
          {message} {path !== undefined && !message.includes(path) && <Name of={path} />}
        </p>
      ))}
    </Panel>
  );
}
