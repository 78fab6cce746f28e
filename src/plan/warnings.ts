import { isoTime } from '../analyze/times.ts';
import { certaintyOf, type Trust } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import type { Loss } from '../gc/harm/losses.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { idlePatterns } from './idle-patterns.ts';
import type { Chosen } from './outcome/chosen.ts';
import type { PlanWarning } from './plan.ts';
import type { PlanRequest } from './request.ts';
import type { Candidates } from './select/candidates.ts';
import type { InUse } from './stay/in-use.ts';

/** An inventory that is older than this may no longer be true. */
const OLD_MS = 24 * 60 * 60 * 1000;

/** What there is to know of a request and a volume, whatever the family. */
export function warningsOf(
  contents: Contents,
  trust: Trust,
  request: PlanRequest,
  candidates: Candidates,
  inUse: InUse,
): PlanWarning[] {
  const { caveats = [] } = certaintyOf(trust, true);
  return [
    ...caveats.map(({ code, message }) => ({ code, message })),
    ...oldInventory(contents),
    ...copiedTimes(request, candidates),
    ...idlePatterns(contents, request, candidates),
    ...unknownImages(request, inUse),
  ];
}

/** True for a scan of so long ago that a plan warns of it. */
export function isOldScan({ scan }: Inventory): boolean {
  return Date.now() - scan.scanned_at / 1000 > OLD_MS;
}

function oldInventory({ inventory }: Contents): PlanWarning[] {
  const { scan } = inventory;
  if (!isOldScan(inventory)) return [];
  const message = `The scan is of ${isoTime(scan.scanned_at)}, more than a day ago: scan again before anything is deleted.`;
  return [{ code: 'inventory-old', message }];
}

const ONE_HOUR = 60 * 60 * 1_000_000;

/** Nine in ten of more than 20 tags written within one hour: a copy that lost its times. */
function copiedTimes({ rules }: PlanRequest, { selections }: Candidates): PlanWarning[] {
  if (!rules.some(({ keepLast, olderThanMs }) => keepLast !== undefined || olderThanMs !== undefined))
    return [];
  const times: number[] = [];
  for (const { images } of selections.values())
    for (const { tags } of images.values())
      for (const { time } of tags) if (time !== undefined) times.push(time);
  if (times.length <= 20) return [];
  const sorted = Float64Array.from(times).sort();
  const together = Math.ceil(sorted.length * 0.9);
  const isCopied = sorted.some((first, at) => (sorted[at + together - 1] ?? Infinity) - first <= ONE_HOUR);
  if (!isCopied) return [];
  const message = `Nine in ten of ${sorted.length} tags were written within one hour, as when a volume is copied without its times: what is older than what is chance.`;
  return [{ code: 'times-copied', message }];
}

function unknownImages({ inUse }: PlanRequest, { found }: InUse): PlanWarning[] {
  const unknown = (inUse?.length ?? 0) - found;
  if (unknown === 0) return [];
  const what = unknown === 1 ? 'One name' : `${unknown} names`;
  return [
    {
      code: 'in-use-unknown',
      message: `${what} of the images in use ${unknown === 1 ? 'is' : 'are'} of nothing in this volume.`,
    },
  ];
}

/** What stays and is attached to what goes: it is orphaned from then on. */
export function orphanedWarnings(
  contents: Contents,
  { selections, attachments }: Candidates,
  { removal }: Chosen,
): PlanWarning[] {
  const orphaned: string[] = [];
  for (const [id, { revisions: going }] of removal.of) {
    const selection = selections.get(id);
    for (const image of selection?.attached ?? [])
      if (!going.has(image.blob) && attachments.subjectsOf(image).some((subject) => going.has(subject)))
        orphaned.push(`${selection?.repository.name}@${contents.blobs.digestOf(image.blob)}`);
  }
  if (orphaned.length === 0) return [];
  const [first] = orphaned.sort();
  const what = orphaned.length === 1 ? 'One image that stays is' : `${orphaned.length} images that stay are`;
  const message = `${what} attached to what goes, and ${orphaned.length === 1 ? 'belongs' : 'belong'} to nothing then: ${first}${orphaned.length > 1 ? ', …' : ''}`;
  return [{ code: 'orphaned-by-plan', message }];
}

/** What the collection takes of images that are broken now: the numbers count it as garbage, and it can be mended. */
export function lossWarnings(losses: readonly Loss[]): PlanWarning[] {
  const [first] = losses;
  if (first === undefined) return [];
  const name = `${first.repository}:${first.tag}`;
  const what = losses.length === 1 ? `the tag ${name}` : `${losses.length} tags, such as ${name}`;
  const broken = `${losses.length === 1 ? 'is' : 'are'} broken now: mend ${losses.length === 1 ? 'it' : 'them'} before`;
  return [
    {
      code: 'remains-lost',
      message: `The collection deletes what is left of ${what}, which ${broken} ('stowage check' says how).`,
    },
  ];
}
