import type { LinkPlace } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { repositoryPath } from '../../registry/layout.ts';
import type { Entry } from '../../volume/file-stat.ts';
import type { Loss } from '../reading-rules.ts';
import { behind, type TreeDirectory } from './found.ts';

/** Where the links of a repository, or of one tag's history, stand: the directory that holds `<alg>/<hex>/link`. */
export interface LinkHome {
  readonly place: Exclude<LinkPlace, 'tag'>;
  readonly repository: TreeDirectory;
  /** Set for `tag-history`. */
  readonly tag?: ByteString;
}

/** The directory `<alg>/<name>` of one link. */
export interface LinkDirectory {
  readonly home: LinkHome;
  readonly algorithm: string;
  readonly name: ByteString;
  readonly path: ByteString;
}

export function linkHomePath({ place, repository, tag }: LinkHome): ByteString {
  const path = repositoryPath(repository.name);
  if (place === 'layer') return `${path}/_layers`;
  return place === 'revision' ? `${path}/_manifests/revisions` : `${path}/_manifests/tags/${tag}/index`;
}

/** The same home, for what lies behind an entry. */
export function homeBehind(home: LinkHome, entry: Pick<Entry, 'symlink'>): LinkHome {
  return entry.symlink === 'inside' ? { ...home, repository: behind(home.repository, entry) } : home;
}

/** What is lost with a directory of links: those of revisions alone decide what is referenced, tags have another. */
export function lossOfLinks({ place }: LinkHome): Loss {
  return place === 'revision' ? 'references' : 'bytes';
}
