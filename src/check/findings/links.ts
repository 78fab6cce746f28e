import type { StoredName } from '../../analyze/names.ts';
import type { FindingId } from '../catalogue.ts';
import { type Finding, finding } from '../finding.ts';
import { findAffectedTags } from '../volume/affected-tags.ts';
import type { CheckedVolume, Problem } from '../volume/checked-volume.ts';

/** What kind of link stands at a path, by the part of the tree it is in. */
type Place = 'revision' | 'layer' | 'tag' | 'tag-history';

const NOUNS: Readonly<Record<Place, string>> = {
  revision: 'revision link',
  layer: 'layer link',
  tag: 'tag’s link',
  'tag-history': 'link of a tag’s history',
};

const SIGNATURE = /\/_manifests\/revisions\/[^/]+\/[^/]+\/signatures\//;
const TARSUM = /\/_layers\/tarsum\//;
const TAG = /\/_manifests\/tags\/([^/]+)\//;

/** Links that say no digest, another than their directory's, or stand where none belongs; and those that lead nowhere. */
export function checkLinks(volume: CheckedVolume): Finding[] {
  const damaged = volume.problems('link-empty', 'link-malformed', 'link-mismatch', 'link-not-a-file');
  const affected = findAffectedTags(
    volume,
    damaged.flatMap(({ digest }) => digest ?? []),
  );
  const affectedBy = ({ digest, repository }: Problem) =>
    (affected.get(digest ?? '') ?? [])
      .filter((tag) => String(tag.repository) === String(repository))
      .map(({ tag }) => tag);
  return [
    ...damaged.map((problem) => describeDamage(problem, affectedBy(problem))),
    ...volume.problems('link-misplaced').map(describeMisplaced),
    ...findStale(volume),
  ];
}

function describeDamage(problem: Problem, affected: readonly string[]): Finding {
  const { path, code, detail } = problem;
  const kind = placeOf(path);
  const tag = kind === 'tag' || kind === 'tag-history' ? TAG.exec(path.toString())?.[1] : undefined;
  const affects = kind === 'tag' ? [`${problem.repository}:${tag}`] : kind === 'tag-history' ? [] : affected;
  const place = {
    path,
    repository: problem.repository ?? undefined,
    tag,
    digest: problem.digest ?? undefined,
  };
  if (code === 'link-not-a-file') {
    return finding('link-not-a-file', place, `The ${NOUNS[kind]} is no regular file (${detail}).`, {
      affects,
    });
  }
  return finding(idOf(kind, code), place, `The ${NOUNS[kind]} ${faultText(code, detail)}.`, { affects });
}

function idOf(place: Place, code: Problem['code']): FindingId {
  if (place === 'tag-history') return 'tag-history-link-damaged';
  const fault = code === 'link-empty' ? 'empty' : code === 'link-malformed' ? 'malformed' : 'mismatch';
  // A tag's link has no digest of its own that it could differ from.
  if (place === 'tag') return fault === 'empty' ? 'tag-link-empty' : 'tag-link-malformed';
  return `${place}-link-${fault}`;
}

function faultText(code: Problem['code'], detail: string | null): string {
  if (code === 'link-empty') return 'is empty';
  if (code === 'link-malformed') return `says no digest (${detail})`;
  return `says ${detail}, not the digest its directory is named for`;
}

function describeMisplaced({ path, repository }: Problem): Finding {
  const text = path.toString();
  const place = { path, repository: repository ?? undefined };
  if (SIGNATURE.test(text)) {
    return finding('schema1-signature-link', place, 'A schema 1 signature of a registry before 2.5.');
  }
  if (TARSUM.test(text)) {
    return finding('tarsum-leftover', place, 'A layer link of a registry before 2.3.');
  }
  return finding('link-misplaced', place, 'A file named link where none belongs.');
}

function placeOf(path: StoredName): Place {
  const text = path.toString();
  if (text.includes('/_layers/')) return 'layer';
  if (text.includes('/_manifests/revisions/')) return 'revision';
  return text.endsWith('/current/link') ? 'tag' : 'tag-history';
}

/** Collectors before 3.0 leave the links of what they delete: a count, no damage. */
function findStale(volume: CheckedVolume): Finding[] {
  const { forgotten } = volume.links;
  // Without the blobs, nobody knows which of them manifests need.
  if (forgotten.size === 0 || volume.trust.missingHalves.length > 0) return [];
  let links = 0;
  const repositories = new Set<number>();
  for (const { repository, target } of volume.links.layerLinks()) {
    if (target === undefined || !forgotten.has(target)) continue;
    links++;
    repositories.add(repository);
  }
  if (links === 0) return [];
  const message = `Layer links to blobs that are gone and that no manifest needs: ${links}. Repositories with such links: ${repositories.size}.`;
  return [finding('layer-links-stale', {}, message)];
}
