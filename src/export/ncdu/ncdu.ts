import { totalsOf } from '../../analyze/usage/totals.ts';
import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { stowageVersion } from '../../version.ts';
import { joinPieces } from '../pieces.ts';
import { safeName } from '../safe-name.ts';
import { BlobFiles } from './blob-files.ts';
import { beginTop, directoryOf, END_DIRECTORY, fileEntry } from './entries.ts';
import { RepositoryEntries } from './repository-entries.ts';
import { repositoryTree } from './repository-tree.ts';
import { uploadEntries } from './upload-entries.ts';

/**
 * The volume as directories for ncdu and gdu (https://dev.yorhel.nl/ncdu/jsonfmt): namespaces, repositories, tags,
 * platforms, and in them every blob that they lead to. A blob that several lead to is a hard link in each: it counts once
 * in whatever directory one looks at, and what a directory shares and has alone is what `usage` says. What no repository
 * leads to lies beside them, so that the whole is the volume.
 */
export function ncduText(inventory: Inventory): Generator<string> {
  return joinPieces(textOf(inventory));
}

function* textOf(inventory: Inventory): Generator<string> {
  const { scan } = inventory;
  const timestamp = Math.floor(scan.scanned_at / 1e6);
  yield `[1,2,${JSON.stringify({ progname: 'stowage', progver: stowageVersion(), timestamp })}`;
  yield beginTop(`${NOWHERE}${safeName(scan.volume)}`);
  yield* volumeOf(inventory);
  yield `${END_DIRECTORY}]\n`;
}

/**
 * Before the path of the volume, so that no path of the tree is one of the disk. gdu deletes what it shows by its path, also
 * of what it has from a file: with a namespace `docker` that would be the directory of the whole registry.
 */
const NOWHERE = '/(registry)';

function* volumeOf(inventory: Inventory): Generator<string> {
  const contents = contentsOf(inventory);
  const files = new BlobFiles(inventory, contents);
  const entries = new RepositoryEntries(inventory, contents, files);
  entries.countAppearances();
  yield* repositoryTree(contents.repositories, (repository) => entries.of(repository));
  yield* directoryOf('(unreferenced)', entries.unreferenced());
  yield* directoryOf('(uploads)', uploadEntries(inventory, contents.repositories));
  const { otherBytes } = totalsOf(inventory);
  yield fileEntry({ name: '(other)', bytes: otherBytes });
}
