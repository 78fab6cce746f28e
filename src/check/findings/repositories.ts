import { type StoredName, tagText } from '../../analyze/names.ts';
import { describeTagless } from '../../analyze/trust/tags-elsewhere.ts';
import { type Finding, finding } from '../finding.ts';
import { type CheckedVolume, pathIn } from '../volume/checked-volume.ts';

interface RepositoryRow {
  readonly id: number;
  readonly name: StoredName;
  readonly layers: string;
  readonly manifests: string;
  readonly revisions_directory: string;
  readonly tags_directory: string;
  readonly tags: number;
  readonly revisions: number;
  readonly layer_links: number;
  readonly uploads: number;
  /** Layer links that lead to a blob. */
  readonly live_links: number;
  /** When the newest layer link or upload was written. */
  readonly newest_push: number;
}

/** Repositories of which a part is gone, which a registry does not see, or in which nothing is left. */
export function checkRepositories(volume: CheckedVolume): Finding[] {
  const rows = volume.rows<RepositoryRow>(REPOSITORIES_SQL);
  const { tagsElsewhere } = volume.trust;
  const findings = rows.flatMap((row) => describe(volume, row) ?? []);
  if (tagsElsewhere !== undefined) {
    findings.push(finding('tags-elsewhere', {}, `${describeTagless(tagsElsewhere)}.`));
  }
  return [...findings, ...findOddities(volume)];
}

/** Only those of which a part is not there, or in which there is nothing. */
const REPOSITORIES_SQL = `SELECT id, name, layers, manifests, revisions_directory, tags_directory, tags, revisions,
    layer_links, (SELECT count(*) FROM upload WHERE repository_id = repository.id) AS uploads,
    (SELECT count(*) FROM layer_link JOIN blob ON blob.id = target_id
      WHERE repository_id = repository.id AND blob.bytes IS NOT NULL) AS live_links,
    max(coalesce((SELECT max(modified_at) FROM layer_link WHERE repository_id = repository.id), 0),
      coalesce((SELECT max(modified_at) FROM upload WHERE repository_id = repository.id), 0)) AS newest_push
  FROM repository
  WHERE layers = 'absent' OR manifests = 'absent' OR revisions_directory = 'absent' OR tags_directory = 'absent'
    OR (tags = 0 AND revisions = 0)`;

function describe(volume: CheckedVolume, row: RepositoryRow): Finding | undefined {
  const { name, layers, manifests, tags, revisions, uploads } = row;
  const at = (...part: string[]) => ({ path: pathIn(name, ...part), repository: name });
  const details = { confidence: volume.absence, affects: tagsOf(volume, row) };
  if (tags === 0 && revisions === 0) {
    if (manifests === 'absent' && row.live_links > 0) {
      // Layers come first, the manifest last: it may be a first push under way.
      if (row.newest_push > volume.youngSince) return undefined;
      const message = 'The repository has layers and no _manifests: registry 3 does not see it.';
      return finding('repository-without-manifests', at('_manifests'), message, details);
    }
    const isWhole =
      layers !== 'file' && manifests !== 'file' && !volume.unread.isWithin(String(pathIn(name)));
    const isEmpty = isWhole && uploads === 0 && row.live_links === 0;
    return isEmpty ? finding('repository-empty', at(), 'There is nothing in the repository.') : undefined;
  }
  if (volume.isCache) return undefined;
  if (row.revisions_directory === 'absent' && tags > 0) {
    const affects = tagsOf(volume, row, (target) => volume.links.isLinkedInLayersOnly(row.id, target));
    if (affects.length === 0) return undefined;
    const which = affects.length === tags ? 'no tag can' : `${affects.length} of ${tags} tags cannot`;
    const message = `All revision links are gone: ${which} be pulled, and the next collection deletes the images.`;
    const place = at('_manifests/revisions');
    return finding('repository-without-revisions', place, message, { ...details, affects });
  }
  if (layers === 'absent') {
    const message = 'There is no _layers: no image can be pulled, registry 2 does not see the repository.';
    return finding('repository-without-layers', at('_layers'), message, details);
  }
  if (row.tags_directory === 'absent' && volume.trust.tagsElsewhere === undefined) {
    return finding('repository-without-tags', at('_manifests/tags'), 'There is no tags directory.');
  }
  return undefined;
}

/** Its tags but for those that point to something that is told of on its own. */
function tagsOf(
  volume: CheckedVolume,
  { id, name }: RepositoryRow,
  isTold: (target: number) => boolean = () => false,
): string[] {
  return volume
    .rows<{ name: StoredName; target_id: number | null }>(
      'SELECT name, target_id FROM tag WHERE repository_id = ?',
      id,
    )
    .filter(({ target_id }) => target_id === null || !isTold(target_id))
    .map((tag) => tagText(name, tag.name));
}

function findOddities(volume: CheckedVolume): Finding[] {
  const names = volume.problems('repository-name').map(({ path, repository }) => {
    const place = { path, repository: repository ?? undefined };
    return typeof path === 'string'
      ? finding('repository-name-invalid', place, 'No repository may be named so.')
      : finding('name-not-utf8', place, 'The repository’s name is no UTF-8.');
  });
  const parts = volume.problems('repository-part-not-a-directory').map(({ path, repository }) => {
    const place = { path, repository: repository ?? undefined };
    return finding('repository-part-not-a-directory', place, 'A part of the repository is no directory.');
  });
  return [...names, ...parts];
}
