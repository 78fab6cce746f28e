import type { ByteString } from '../../registry/byte-string.ts';
import { repositoryPath } from '../../registry/layout.ts';
import type { TreeDirectory } from './found.ts';

/** An entry of a repository's `tags/`. */
export interface TagPlace {
  readonly repository: TreeDirectory;
  readonly name: ByteString;
  readonly path: ByteString;
}

export function tagPlace(repository: TreeDirectory, name: ByteString): TagPlace {
  return { repository, name, path: `${tagsPath(repository)}/${name}` };
}

export function tagsPath({ name }: TreeDirectory): ByteString {
  return `${repositoryPath(name)}/_manifests/tags`;
}
