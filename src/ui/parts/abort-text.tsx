import { DigestLink } from './links.tsx';
import { Name } from './name.tsx';

/** What ends a collection before its time, and what to do about it. */
export function AbortText({
  abort: { path, reason, digest, hint },
}: {
  abort: { readonly path: string; readonly reason: string; readonly digest?: string; readonly hint: string };
}) {
  return (
    <>
      <code>
        <Name of={path} />
      </code>
      : <Name of={reason} />
      {digest !== undefined && (
        <>
          {' '}
          (manifest <DigestLink of={digest} />)
        </>
      )}
      . <span class="dim">{<Name of={hint} />}</span>
    </>
  );
}
