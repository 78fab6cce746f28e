import { formatBytes } from '../../render/format.ts';

/** What a repository takes of the most that one takes, and how much of that is untagged: a bar in a row of a table. */
export function Share({
  of: { taggedBytes, untaggedBytes },
  most,
}: {
  of: { readonly taggedBytes: number; readonly untaggedBytes: number };
  most: number;
}) {
  const said = `${formatBytes(taggedBytes)} tagged, ${formatBytes(untaggedBytes)} untagged`;
  const width = (bytes: number) => `${(bytes / most) * 100}%`;
  return (
    <span class="share" role="img" aria-label={said} title={said}>
      <span class="state state-tagged" style={{ width: width(taggedBytes) }} />
      <span class="state state-untagged" style={{ width: width(untaggedBytes) }} />
    </span>
  );
}
