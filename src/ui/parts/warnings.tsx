import { type ComponentChildren, toChildArray } from 'preact';
import { DELETE_NOTHING } from '../../render/words/undetermined.ts';
import { Name } from './name.tsx';

/** What has to be known before the numbers below it; nothing where there is nothing. */
export function Warnings({ label = 'Beware', children }: { label?: string; children: ComponentChildren }) {
  const warnings = toChildArray(children);
  if (warnings.length === 0) return null;
  return (
    <ul class="warnings" aria-label={label}>
      {warnings.map((warning, at) => (
        <li key={at}>{warning}</li>
      ))}
    </ul>
  );
}

/** Why an answer may not be true. */
interface Caveat {
  readonly message: string;
  readonly path?: string;
}

/** How far an answer may be trusted, in the terminal's words. */
export function DoubtWarnings({
  undetermined = false,
  caveats = [],
}: {
  undetermined?: boolean | undefined;
  caveats?: readonly Caveat[] | undefined;
}) {
  return (
    <Warnings>
      {(undetermined || caveats.length > 0) && <strong>{DELETE_NOTHING}</strong>}
      {caveats.map((caveat) => (
        <CaveatText key={caveat.message} caveat={caveat} />
      ))}
    </Warnings>
  );
}

/** Why, and where, unless that was said. */
export function CaveatText({ caveat: { message, path } }: { caveat: Caveat }) {
  const isSaid = path === undefined || message.includes(path);
  return (
    <>
      <Name of={message} />
      {!isSaid && (
        <>
          {' '}
          <code>
            <Name of={path} />
          </code>
        </>
      )}
    </>
  );
}
