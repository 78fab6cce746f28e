import { formatPercent } from '../../../render/format.ts';
import { Bytes } from '../../parts/bytes.tsx';
import type { AskingHistory } from '../../source/use-history.ts';

/** What is left of the file system that holds the blobs, which others may use too; the room for it is always there. */
export function FileSystem({ asking: { answer, isAsking } }: { asking: AskingHistory }) {
  const { filesystemBytes: size, filesystemAvailableBytes: left } = answer?.scans.at(-1) ?? {};
  if (size === undefined || left === undefined)
    return (
      <p class="file-system dim">
        {answer === undefined && isAsking ? ' ' : 'How full the file system is was not recorded.'}
      </p>
    );
  const used = size - left;
  return (
    <div class="file-system">
      <p>
        The file system has{' '}
        <strong>
          <Bytes of={left} /> free
        </strong>{' '}
        of <Bytes of={size} />: {formatPercent(used, size)} is used.
      </p>
      <div class="gauge" aria-hidden="true">
        <span style={{ width: `${(used / size) * 100}%` }} />
      </div>
    </div>
  );
}
