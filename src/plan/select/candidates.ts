import { once } from '../../contents/once.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { Going } from '../going/going.ts';
import { type OrderedImage, orderGoing, withRelated } from '../going/order.ts';
import type { Attachments } from '../images/attachments.ts';
import { timesWithoutTag, untaggedOf } from '../images/untagged.ts';
import type { PlannedVolume } from '../planned-volume.ts';
import type { PlanRequest } from '../request.ts';
import { imageReason } from '../stay/image-reason.ts';
import type { InUse } from '../stay/in-use.ts';
import { selectTags } from './select-tags.ts';
import { selectUntagged } from './select-untagged.ts';
import type { Selection } from './selection.ts';

/** What a request selects and what of it goes: the same for all families. */
export interface Candidates {
  /** By the repository's id, of those that were asked for. */
  readonly selections: ReadonlyMap<number, Selection>;
  readonly attachments: Attachments;
  readonly going: Going;
  /** What goes, oldest first; sorted when somebody asks. */
  readonly ordered: () => readonly OrderedImage[];
  /** The same of some repositories alone. */
  readonly orderedIn: (repositories: ReadonlySet<number>) => readonly OrderedImage[];
}

/** Decides what a request selects in some repositories, what of that stays all the same, and what goes. */
export function findCandidates(
  volume: PlannedVolume,
  request: PlanRequest,
  repositories: readonly Repository[],
  inUse: InUse,
): Candidates {
  const { contents, times, attachments } = volume;
  const { rules, protection, minAgeMs } = request;
  const stayRules = { now: times.now, minAgeMs, inUse };
  const selections = new Map<number, Selection>();
  for (const repository of repositories) {
    const own = volume.of(repository);
    const untagged = once(() => untaggedOf(contents, own));
    const untaggedSince = once(() => timesWithoutTag(times, own, untagged()));
    const isLostInTime = (blob: number) =>
      times.hasUnknownHistory && untagged().has(blob) && untaggedSince().get(blob) === undefined;
    const imageVerdicts = selectUntagged(times.now, untagged, untaggedSince, attachments, own, rules);
    selections.set(repository.id, {
      ...own,
      tagVerdicts: selectTags(own, rules, protection, times.now),
      imageVerdicts: new Map(imageVerdicts.map((verdict) => [verdict.blob, verdict])),
      imageReason: (image) => imageReason(stayRules, repository.id, image, isLostInTime),
    });
  }
  const going = new Going(contents, attachments, selections);
  const ordered = once(() => orderGoing(contents, attachments, selections, going));
  const orderedIn = (repositories: ReadonlySet<number>) => {
    if (repositories.size === selections.size) return ordered();
    const related = withRelated(attachments, selections, repositories);
    return orderGoing(contents, attachments, related, going).filter(({ repository }) =>
      repositories.has(repository),
    );
  };
  return { selections, attachments, going, ordered, orderedIn };
}
