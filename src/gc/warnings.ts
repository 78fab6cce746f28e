import { describeTagless } from '../analyze/trust/tags-elsewhere.ts';
import type { Caveat, Trust } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import type { Problems } from '../contents/problems.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { REPOSITORIES } from '../registry/layout.ts';
import { REMEDIES, unreadRemedy } from './aborts/remedies.ts';

/** Something to know before believing a prediction or running a collection. */
export interface GcWarning {
  readonly code: Caveat['code'] | 'cache' | 'links-not-read' | 'incomplete';
  readonly message: string;
  /** Relative to the volume's root. */
  readonly path?: string;
  readonly pathBase64?: string;
}

/** Warnings that follow from what kind of volume it is and how it was scanned. */
export function warningsOf(
  { inventory, problems }: Contents,
  trust: Trust,
  { family, deleteUntagged }: { family: RegistryFamily; deleteUntagged: boolean },
): GcWarning[] {
  const warnings: GcWarning[] = trust.caveats.flatMap((caveat) =>
    caveat.of === 'untagged' && !deleteUntagged && caveat.code !== 'tags-elsewhere'
      ? []
      : describeCaveat(caveat, trust, deleteUntagged),
  );
  if (trust.isCache) {
    warnings.push({
      code: 'cache',
      message:
        'A pull-through cache expires its own content; it does not need a collection, and 3.x often aborts on one.',
    });
  }
  if (family === '3.x' && inventory.scan.reads_every_link === 0) {
    warnings.push({
      code: 'links-not-read',
      message:
        'Layer links of usual size were not read (scan --read-links all does): one of them may be damaged and end the run.',
    });
  }
  const unread = unreadWarning(problems);
  return unread === undefined ? warnings : [unread, ...warnings];
}

/** What a collector reads and the scan did not: not even whether it would end is known. */
function unreadWarning(problems: Problems): GcWarning | undefined {
  const rows = problems.unreadCauses();
  if (rows.length === 0) return undefined;
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const remedies = rows.map(({ code, detail }) =>
    code === 'unreadable' ? unreadRemedy(detail) : REMEDIES['not-followed'],
  );
  const what = count === 1 ? 'One thing was not read' : `${count} things were not read`;
  return {
    code: 'incomplete',
    message: `Undetermined: ${what} (stowage check says which), so a collection may keep more than this, delete more, or end on it. ${[...new Set(remedies)].join(' ')}`,
  };
}

function describeCaveat(caveat: Caveat, { tagsElsewhere }: Trust, deleteUntagged: boolean): GcWarning {
  const { of: _, ...warning } = caveat;
  if (caveat.code === 'tags-elsewhere' && tagsElsewhere !== undefined) {
    const taken =
      tagsElsewhere.tagless === tagsElsewhere.repositories ? 'every image' : 'every image in these';
    const fate = deleteUntagged ? ` --delete-untagged would take ${taken}.` : '';
    return {
      ...warning,
      message: `${describeTagless(tagsElsewhere)}: do not run the registry's collector here.${fate}`,
    };
  }
  const losesAll = caveat.code === 'half-missing' && caveat.path === REPOSITORIES;
  const fate = losesAll ? ' A collection that finds it empty deletes every blob.' : '';
  return { ...warning, message: `Undetermined: ${caveat.message}${fate}` };
}
