import { formatBytes, formatCount } from '../../render/format.ts';

/** An amount of bytes for people; who points at it gets the exact one. */
export function Bytes({ of }: { of: number }) {
  return (
    <span class="bytes" title={`${formatCount(of)} bytes`}>
      {formatBytes(of)}
    </span>
  );
}
