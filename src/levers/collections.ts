import { certaintyOf, type Trust } from '../analyze/trust/trust.ts';
import type { Contents } from '../contents/contents.ts';
import { countBrokenTags } from '../gc/harm/casualties.ts';
import { REGISTRY_FAMILIES } from '../gc/registry-version.ts';
import { type CollectionRun, runCollection } from '../gc/run.ts';
import type { RegistryFamily } from '../registry/family.ts';
import type { Lever } from './lever.ts';

/** Runs the collection of a family. */
type Collect = (family: RegistryFamily) => CollectionRun;

/** What the registry's own collections free and break: one lever where those of the families are alike. */
export function collectionLevers(contents: Contents, trust: Trust, plain: Collect): Lever[] {
  const withUntagged = (family: RegistryFamily) => runCollection(contents, family, { deleteUntagged: true });
  return [
    ...alike(REGISTRY_FAMILIES.map((family) => leverOf(contents, trust, plain(family), false))),
    ...alike(REGISTRY_FAMILIES.map((family) => leverOf(contents, trust, withUntagged(family), true))),
  ];
}

function alike(levers: readonly Lever[]): readonly Lever[] {
  const [first, ...others] = levers;
  const outcome = (lever: Lever | undefined) => JSON.stringify({ ...lever, families: [] });
  const areAlike = others.every((other) => outcome(other) === outcome(first));
  return first !== undefined && areAlike ? [{ ...first, families: REGISTRY_FAMILIES }] : levers;
}

function leverOf(contents: Contents, trust: Trust, run: CollectionRun, deleteUntagged: boolean): Lever {
  const { family, swept } = run;
  const [aborts] = [...run.aborts, ...swept.aborts, ...run.deletionAborts];
  return {
    lever: deleteUntagged ? 'delete-untagged' : 'collection',
    families: [family],
    count: swept.blobs.length + swept.misplaced.length,
    bytes: run.freed().bytes,
    breaksTags: countBrokenTags(contents, family, run.after()),
    ...(aborts !== undefined && { aborts }),
    ...(certaintyOf(trust, deleteUntagged).undetermined && { undetermined: true as const }),
    command: `stowage gc${deleteUntagged ? ' --delete-untagged' : ''}`,
  };
}
