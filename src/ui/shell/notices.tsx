import { formatAge } from '../../render/format.ts';
import { Warnings } from '../parts/warnings.tsx';
import type { SourceError, Status } from '../source/source.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What has to be known before any number is believed. */
export function Notices({
  status,
  error,
  isKept,
}: {
  status: Status;
  error?: SourceError | undefined;
  isKept: boolean;
}) {
  return <Warnings label="Before you read on">{noticesOf(status, error, isKept)}</Warnings>;
}

function noticesOf(
  { inventory, rescan, now, error: replaced }: Status,
  error: SourceError | undefined,
  isKept: boolean,
): string[] {
  if (inventory === null) return [];
  const { scannedAt, complete, undetermined } = inventory;
  const age = Date.parse(now) - Date.parse(scannedAt);
  const again = isKept
    ? 'Make another report before you delete anything.'
    : 'Scan again before you delete anything.';
  return [
    ...(error === undefined ? [] : [`${error.message} What is shown is what it said before.`]),
    ...(replaced === undefined ? [] : [`${replaced} What is shown is of the inventory before.`]),
    ...(rescan !== null && rescan.failures > 0 ? [failureText(rescan)] : []),
    ...(age > DAY_MS
      ? [
          `The inventory is ${formatAge(scannedAt, now)} old: what was pushed or deleted since is not in it. ${again}`,
        ]
      : []),
    ...(complete ? [] : ['Not complete: something could not be read. The sums hold what could.']),
    ...(undetermined ? ['Undetermined: what seems free may be in use. Delete nothing on this.'] : []),
  ];
}

function failureText({ failures, lastError }: NonNullable<Status['rescan']>): string {
  const times = failures === 1 ? 'The last scan' : `The last ${failures} scans`;
  return `${times} failed${lastError === undefined ? '.' : `: ${lastError}`} What is shown is of the scan before.`;
}
