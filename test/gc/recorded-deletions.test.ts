import { describe, expect, it } from 'vitest';
import type { Contents } from '../../src/contents/contents.ts';
import { contentsOf } from '../../src/contents/contents-of.ts';
import type { Removal } from '../../src/contents/repositories/repository.ts';
import { familyOf, type RegistryFamily } from '../../src/gc/registry-version.ts';
import { runCollection } from '../../src/gc/run.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { recordedDeletions } from '../support/recorded-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();

interface Call {
  readonly repository: string;
  readonly digest?: string;
  readonly tag?: string;
  readonly status: number;
}

/**
 * What DELETE takes, where it is accepted: a tag, or a manifest's revision link with the tags that point to it; 2.x takes
 * its layer link as well.
 */
function taken(contents: Contents, family: RegistryFamily, calls: readonly Call[]): Removal {
  const accepted = calls.filter(({ status }) => status === 202);
  const links = accepted.flatMap(({ repository, digest }) =>
    digest === undefined ? [] : [{ repository, digest }],
  );
  const named = accepted.flatMap(({ repository, tag }) => (tag === undefined ? [] : [{ repository, tag }]));
  const pointing = links.flatMap(({ repository, digest }) => {
    const blob = contents.blobs.idOf(digest);
    const tags = contents.repositories.find(({ name }) => name === repository)?.tags.list ?? [];
    return tags.filter(({ target }) => target === blob).map(({ name }) => ({ repository, tag: name }));
  });
  return {
    tags: [...named, ...pointing],
    revisions: links,
    ...(family === '2.7-2.8' && { layerLinks: links }),
  };
}

function tagsOf({ repositories }: Contents): string[] {
  return repositories.flatMap(({ name, tags }) => tags.list.map((tag) => `${name}:${tag.name}`)).sort();
}

describe('a volume without what was deleted through the API', { timeout: 180_000 }, () => {
  it('is collected as 2.8.2 and 3.1.1 did it in every recorded case', async () => {
    let deletions = 0;
    let gone = 0;
    for (const { case: name, dir: volume, deletions: recorded } of recordedDeletions(dir())) {
      const inventory = await inventoryOf(volume, { readEveryLink: true });
      const contents = contentsOf(inventory);
      for (const deletion of recorded) {
        const label = `${name} by ${deletion.registry}`;
        const family = familyOf(deletion.registry);
        const removal = taken(contents, family, deletion.calls);
        const left = contents.without(removal);
        const kept = new Set(tagsOf(left));
        expect(
          tagsOf(contents).filter((tag) => !kept.has(tag)),
          label,
        ).toEqual(deletion.tags_gone_by_calls);
        const run = runCollection(left, family, { deleteUntagged: false });
        expect([run.aborts, run.swept.aborts, run.deletionAborts], label).toEqual([[], [], []]);
        const digests = run.swept.blobs.map((blob) => contents.blobs.digestOf(blob)).sort();
        expect(digests, label).toEqual(deletion.blobs_gone);
        expect(run.freed().bytes, label).toBe(deletion.bytes_gone);
        expect(tagsOf(left), label).toEqual(deletion.tags_after);
        const revisions = left.repositories.reduce((sum, { revisions }) => sum + revisions.length, 0);
        expect(revisions - run.deletedManifests.length, label).toBe(deletion.revisions_after);
        deletions++;
        gone += digests.length;
      }
      inventory.close();
    }
    expect([deletions, gone > 100]).toEqual([100, true]);
  });
});
