import type { StoredName } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import { BLOBS, REPOSITORIES } from '../../registry/layout.ts';

/** What may refer to blobs and was not read. */
export interface HiddenSources {
  /** Names of the repositories in which something was not read. */
  readonly repositories: ReadonlySet<string>;
  /** Ids of manifests that were not read. */
  readonly blobs: ReadonlySet<number>;
  /** The first place that is no repository's and no manifest's: what leads where is not known for the whole volume. */
  readonly elsewhere: string | undefined;
}

/** Finds what may refer to blobs and was not read. */
export function findHiddenSources(contents: Contents): HiddenSources {
  const paths = contents.inventory.database.prepare<[], StoredName>(HIDDEN_SQL).pluck().all().map(String);
  const names = new Set(paths.length === 0 ? [] : contents.repositories.map(({ name }) => name));
  const repositories = new Set<string>();
  const blobs = new Set<number>();
  let elsewhere: string | undefined;
  for (const path of paths) {
    const name = repositoryIn(path);
    const blob = blobIn(contents, path);
    if (name !== undefined && names.has(name)) repositories.add(name);
    else if (blob !== undefined) blobs.add(blob);
    else elsewhere ??= path;
  }
  return { repositories, blobs, elsewhere };
}

/** The repository that a path is in: its parts begin with `_`. */
function repositoryIn(path: string): string | undefined {
  const end = path.search(/\/_(?:manifests|layers|uploads)(?:\/|$)/);
  return path.startsWith(`${REPOSITORIES}/`) && end > 0
    ? path.slice(REPOSITORIES.length + 1, end)
    : undefined;
}

/** The blob whose directory or file a path is, where anything in the volume mentions it. */
function blobIn({ blobs }: Contents, path: string): number | undefined {
  const [algorithm, , hex] = path.startsWith(`${BLOBS}/`) ? path.slice(BLOBS.length + 1).split('/') : [];
  return hex === undefined ? undefined : blobs.idOf(`${algorithm}:${hex}`);
}

const HIDDEN_SQL = `SELECT path FROM problem
  WHERE (hides_references = 1 AND code <> 'metadata-elsewhere')
    OR (code = 'repository-part-not-a-directory' AND CAST(path AS TEXT) GLOB '*/_manifests')
  UNION SELECT path FROM stray WHERE kind <> 'directory' AND CAST(path AS TEXT) GLOB '*/_manifests/revisions'
  ORDER BY path`;
