import {
  findFindings,
  findOrphans,
  type Inventory,
  listRepositories,
  listTags,
  predictCollection,
  takeOverview,
  UsageError,
  usage,
  usageByKind,
  usageByNamespace,
  usageByPlatform,
  usageBySource,
  usageByTag,
} from '../../src/index.ts';

/**
 * What every command answers from an inventory, by question, a line for each value, but for what is of the one scan.
 */
export function answersOf(inventory: Inventory): Record<string, string[]> {
  // What is gone since the scan before is of the one scan, too.
  const { scan, loss, ...overview } = takeOverview(inventory);
  const { db, scannedAt, durationMs, ...found } = scan;
  const answers = {
    report: { ...overview, scan: found },
    usage: usage(inventory),
    'usage --by namespace': usageByNamespace(inventory),
    'usage --by kind': usageByKind(inventory),
    'usage --by platform': usageByPlatform(inventory),
    'usage --by source': usageBySource(inventory),
    'usage --by tag': usageByTag(inventory),
    orphans: findOrphans(inventory),
    'orphans --untagged --min-age 0s': findOrphans(inventory, { untagged: true, minAgeMs: 0 }),
    check: findFindings(inventory),
    ls: listRepositories(inventory).map((name) => unlessRefused(() => listTags(inventory, name))),
    ...predictions(inventory),
  };
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, linesOf(answer)]));
}

function predictions(inventory: Inventory): Record<string, unknown> {
  const asked = (['2.7-2.8', '3.x'] as const).flatMap((family) =>
    [false, true].map((deleteUntagged) => ({ registry: family, family, deleteUntagged })),
  );
  return Object.fromEntries(
    asked.map((options) => [
      `gc --registry ${options.family}${options.deleteUntagged ? ' -m' : ''}`,
      unlessRefused(() => predictCollection(inventory, options)),
    ]),
  );
}

function unlessRefused(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function linesOf(answer: unknown): string[] {
  return JSON.stringify(answer, undefined, 1).split('\n');
}
