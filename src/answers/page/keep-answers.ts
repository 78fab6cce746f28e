import { groupBy } from '../../analyze/group-by.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { ask } from '../ask.ts';
import type { UsageJson } from '../usage.ts';
import { type Status, standingOf } from './status.ts';

/** What a page that is one file holds: answers by question and query, and what they are about. */
export interface Kept {
  readonly status: Status;
  readonly answers: Readonly<Record<string, object>>;
}

/** About how many bytes of JSON the tags of repositories may take: the largest repositories' are kept. */
const TAG_BYTES = 250_000;
/** Scans that the growth over time is drawn of, at most. */
const SCANS = 400;

/**
 * Asks all that a page shows without a service behind it, under the names by which the page asks (see ui/views).
 * @param now In milliseconds since 1970.
 */
export async function keepAnswers(inventory: Inventory, version: string, now: number): Promise<Kept> {
  const usage = await ask.usage(inventory);
  const answers: Record<string, object> = {
    'report?limit=10': await ask.report(inventory, { limit: 10 }),
    usage,
    'ls?long=true': await ask.ls(inventory, { long: true }),
    'check?limit=20': await ask.check(inventory, { limit: 20 }),
    'gc?limit=50': await ask.gc(inventory, { limit: 50 }),
    'gc?delete-untagged=true&limit=50': await ask.gc(inventory, { limit: 50, deleteUntagged: true }),
    scan: await ask.scan(inventory),
    ...(await namespaces(inventory, usage)),
    ...(await historyIfThere(inventory)),
    ...(await tagsThatFit(inventory, usage)),
  };
  return {
    status: {
      version,
      now: new Date(now).toISOString(),
      inventory: standingOf(inventory),
      scanning: null,
      rescan: null,
      volumeMounted: false,
    },
    answers,
  };
}

/** What namespaces take, at every depth that there is. */
async function namespaces(inventory: Inventory, { repositories = [] }: UsageJson) {
  const deepest = Math.max(0, ...repositories.map(({ name }) => name.split('/').length - 1));
  const answers: Record<string, object> = {};
  for (let depth = 1; depth <= deepest; depth++)
    answers[`usage?by=namespace&depth=${depth}`] = await ask.usage(inventory, { by: 'namespace', depth });
  return answers;
}

async function historyIfThere(inventory: Inventory) {
  const { askHistoryIfThere } = await import('../../history/told/scans.ts');
  const isThere = askHistoryIfThere(inventory, () => true) === true;
  return isThere ? { [`history?limit=${SCANS}`]: await ask.history(inventory, { limit: SCANS }) } : {};
}

/** The tags of the largest repositories, as far as they fit. */
async function tagsThatFit(inventory: Inventory, { repositories = [] }: UsageJson) {
  const largest = repositories
    .filter(({ nameBase64 }) => nameBase64 === undefined)
    .toSorted((a, b) => b.fairShareBytes - a.fairShareBytes);
  const { totals, tags = [] } = await ask.usage(inventory, { by: 'tag' });
  const byRepository = groupBy(tags, ({ repository }) => repository);
  const answers: Record<string, object> = {};
  let left = TAG_BYTES;
  for (const { name } of largest) {
    const own = { by: 'tag', totals, tags: byRepository.get(name) ?? [] };
    left -= JSON.stringify(own).length;
    if (left < 0) break;
    answers[`usage?${new URLSearchParams({ by: 'tag', repository: name })}`] = own;
  }
  return answers;
}
