import type { Deletion } from '../../gc/freeing/deletions.ts';
import type { Freeing, Obstacle } from '../../gc/freeing/freeing.ts';
import { countOf } from '../format.ts';

/** Said of a blob that a collection takes though tags lead to it. */
export const ENDANGERED =
  'Tags lead to it, and would lose it: mend them before any collection (stowage check says how).';
/** Said of a way to free a blob where part of the volume was not read. */
export const FREEING_UNDETERMINED = 'Undetermined: what was not read may hold it too, or be broken by this.';

/** How much has to be deleted to free a blob. */
interface Counted extends Pick<Freeing, 'by'> {
  readonly manifests: number;
  readonly repositories: number;
  readonly tags: number;
}

/** What has to be done to free a blob. */
export function freeingText({ by, manifests, repositories, tags }: Counted, isEndangered: boolean): string {
  if (isEndangered) return 'beware: a collection takes it though it is tagged';
  if (by === 'collection') return 'delete nothing: a collection takes it';
  if (by === 'hand') return 'no call of the API is enough';
  const places = countOf(repositories, 'repository', 'repositories');
  const gone = tags === 0 ? '' : ` with ${countOf(tags, 'tag')}`;
  return `delete ${countOf(manifests, 'manifest')}${gone} in ${places}, and collect`;
}

/** Why no call frees it, with paths as they are. */
export function obstacleText({ code, path }: Obstacle): string {
  return OBSTACLES[code](path ?? '');
}

const OBSTACLES: Readonly<Record<Obstacle['code'], (path: string) => string>> = {
  'stray-link': (path) => `${path} holds it, where no registry looks for links to delete: remove it by hand.`,
  cache: () => 'A pull-through cache answers 405 to deletes: it removes what it fetched when its time is up.',
  'metadata-elsewhere': (path) =>
    `${path} says that GitLab keeps tags and manifests in its database: its own collector decides.`,
  unknown: () => 'What holds it was not found: stowage check names what is odd about links.',
};

/** Why a manifest has to be deleted. */
export function deletionReason(reason: Deletion['reason']): string {
  return reason === 'holds' ? 'holds it' : 'lists one of these';
}
