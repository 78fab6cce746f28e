import type { Inventory } from '../inventory/reader.ts';
import type { CollectorView } from './collector-view.ts';
import type { RegistryFamily } from './registry-version.ts';

/** Something to know before believing a prediction or running a collection. */
export interface GcWarning {
  readonly code: 'tags-elsewhere' | 'cache' | 'links-not-read' | 'incomplete';
  readonly message: string;
}

/** Warnings that follow from what kind of volume it is and how it was scanned. */
export function warningsOf(
  { database, scan }: Inventory,
  view: CollectorView,
  { family, deleteUntagged }: { family: RegistryFamily; deleteUntagged: boolean },
): GcWarning[] {
  const warnings: GcWarning[] = [];
  const hasRevisions = view.repositories.some(({ revisions }) => revisions.length > 0);
  const hasTags = view.repositories.some(({ tagsDirectory }) => tagsDirectory !== 'absent');
  if (hasRevisions && !hasTags) {
    const fate = deleteUntagged ? ' --delete-untagged would take every image.' : '';
    warnings.push({
      code: 'tags-elsewhere',
      message: `No repository has tags on the volume, as where Harbor keeps them in its database: do not run the registry's collector here.${fate}`,
    });
  }
  if (database.prepare('SELECT 1 FROM scheduler_entry LIMIT 1').get() !== undefined) {
    warnings.push({
      code: 'cache',
      message:
        'A pull-through cache expires its own content; it does not need a collection, and 3.x often aborts on one.',
    });
  }
  if (family === '3.x' && scan.reads_every_link === 0) {
    warnings.push({
      code: 'links-not-read',
      message:
        'Layer links of usual size were not read (scan --read-links all does): one of them may be damaged and end the run.',
    });
  }
  if (scan.is_complete === 0) {
    warnings.push({
      code: 'incomplete',
      message: 'The scan could not read everything; a registry that can would keep more, or end on it.',
    });
  }
  return warnings;
}
