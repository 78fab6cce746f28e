import { compareBytewise } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import type { OrderedImage } from '../going/order.ts';
import type { Image } from '../images/image.ts';
import type { Deletion, Kept, Staying } from '../plan.ts';
import { type PlanRequest, ruleName } from '../request.ts';
import type { Candidates } from '../select/candidates.ts';
import type { Selection } from '../select/selection.ts';
import type { Chosen } from './chosen.ts';
import { type Fates, type KeptOne, keptTagOf, type LoneTag, type StayingOne } from './fates.ts';
import { countByRepository, repositoriesOfFirst } from './first-rows.ts';

/** Spells out tags and images by their names and digests, in the order in which an answer lists them. */
export class Describer {
  readonly #contents: Contents;
  readonly #request: PlanRequest;
  readonly #candidates: Candidates;
  /** What is named as the reason for which an image stays. */
  readonly #holders = new Map<Image, string>();

  constructor(contents: Contents, request: PlanRequest, candidates: Candidates) {
    this.#contents = contents;
    this.#request = request;
    this.#candidates = candidates;
  }

  /** @param limit how many at most, 0 for all */
  keep({ kept }: Fates, limit: number): Kept[] {
    const first = this.#firstOf(kept, limit);
    return first
      .map(({ reasons, rule, ...left }) => ({ ...this.#place(left), ...this.#rule(rule), reasons }))
      .sort(compareEntries)
      .slice(0, limit || first.length);
  }

  /** @param limit how many at most, 0 for all */
  stays({ staying }: Fates, limit: number): Staying[] {
    const first = this.#firstOf(staying, limit);
    return first
      .map((each) => this.staying(each))
      .sort(compareEntries)
      .slice(0, limit || first.length);
  }

  /** One that stays though it was selected, with what it stays for. */
  staying(one: StayingOne): Staying {
    const by = this.#by(one);
    return { ...this.#place(one), reason: one.reason, ...(by !== undefined && { by }) };
  }

  /** In the order in which they are listed. */
  compare(a: StayingOne, b: StayingOne): number {
    const nameOf = ({ repository }: StayingOne) => this.#selection(repository).repository.name;
    const digestOf = ({ image }: StayingOne) => this.#contents.blobs.digestOf(image.blob);
    return (
      compareBytewise(nameOf(a), nameOf(b)) ||
      compareBytewise(a.tag?.name ?? '', b.tag?.name ?? '') ||
      compareBytewise(digestOf(a), digestOf(b))
    );
  }

  /**
   * By repository, in the order of the calls.
   * @param limit how many at most, 0 for all
   */
  deletions({ removal, orderedIn }: Chosen, { loneTags }: Fates, limit: number): Deletion[] {
    const tagsAlone = countByRepository(loneTags);
    const countOf = (id: number) => (removal.of.get(id)?.revisions.size ?? 0) + (tagsAlone.get(id) ?? 0);
    const first = repositoriesOfFirst(this.#candidates, countOf, limit);
    const images = orderedIn(first);
    this.#learn(images.map(({ image }) => image.blob));
    const alone = loneTags
      .filter(({ repository }) => first.has(repository))
      .map((each) => this.#loneTag(each))
      .sort((a, b) => compareBytewise(a.tag as string, b.tag as string));
    // Sorting is stable: within a repository the order stays as it is.
    const all = [...images.map((each) => this.#deletion(each)), ...alone].sort((a, b) =>
      compareBytewise(a.repository, b.repository),
    );
    return all.slice(0, limit || all.length);
  }

  /** Of which the first ones are, wherever these stand among them. */
  #firstOf<Row extends Pick<KeptOne, 'repository' | 'image'>>(rows: readonly Row[], limit: number): Row[] {
    const counts = limit === 0 ? undefined : countByRepository(rows);
    const repositories = repositoriesOfFirst(this.#candidates, (id) => counts?.get(id) ?? 0, limit);
    const first = rows.filter(({ repository }) => repositories.has(repository));
    this.#learn(first.map(({ image }) => image.blob));
    return first;
  }

  #deletion({ repository: id, image }: OrderedImage): Deletion {
    const selection = this.#selection(id);
    const verdict = selection.imageVerdicts.get(image.blob);
    const rules = image.tags.flatMap(({ id: tag }) => selection.tagVerdicts.get(tag)?.rule ?? []);
    const [first] = rules.sort((a, b) => a - b);
    return {
      repository: selection.repository.name,
      digest: this.#contents.blobs.digestOf(image.blob),
      tags: image.tags.map(({ name }) => name).sort(compareBytewise),
      ...this.#rule(first ?? (verdict?.isSelected ? verdict.rule : undefined)),
      reasons: this.#reasons(id, image),
    };
  }

  /** Why an image goes. */
  #reasons(id: number, image: Image): string[] {
    const { going } = this.#candidates;
    const verdict = this.#selection(id).imageVerdicts.get(image.blob);
    const reasons: string[] = image.ordinaryTags.length > 0 ? ['selected'] : [];
    if (verdict?.isSelected) reasons.push(verdict.why);
    if (reasons.length > 0) return reasons;
    const { manifests } = this.#contents;
    const isListed = going
      .needersOf(id, image.blob)
      .some((each) => going.in(id).has(each) && manifests.isIndex(each));
    return [isListed ? 'child-of' : 'attached-to'];
  }

  #loneTag({ repository, tag, rule }: LoneTag): Deletion {
    return {
      repository: this.#selection(repository).repository.name,
      tag: tag.name,
      digest: this.#contents.blobs.digestOf(tag.blob),
      tags: [tag.name],
      ...this.#rule(rule),
      reasons: ['selected'],
    };
  }

  #place({ repository, tag, image }: Pick<KeptOne, 'repository' | 'tag' | 'image'>) {
    return {
      repository: this.#selection(repository).repository.name,
      ...(tag !== undefined && { tag: tag.name }),
      digest: this.#contents.blobs.digestOf(image.blob),
    };
  }

  /** The tag or digest because of which one stays: the same for all tags of an image. */
  #by({ repository, image, reason }: StayingOne): string | undefined {
    const known = this.#holders.get(image);
    if (known !== undefined) return known;
    const by = this.#findBy(repository, image, reason);
    if (by !== undefined) this.#holders.set(image, by);
    return by;
  }

  #findBy(repository: number, image: Image, reason: string): string | undefined {
    if (reason === 'shares-digest') return keptTagOf(this.#selection(repository), image);
    if (reason !== 'needed-by' && reason !== 'refers-to') return undefined;
    const holder = this.#candidates.going.holderOf(repository, image);
    return holder && this.#contents.blobs.digestOf(holder.by);
  }

  #rule(rule: number | undefined): { readonly rule?: string } {
    const name = ruleName(this.#request, rule);
    return name === undefined ? {} : { rule: name };
  }

  #selection(id: number): Selection {
    return this.#candidates.selections.get(id) as Selection;
  }

  #learn(blobs: readonly number[]): void {
    this.#contents.blobs.learn(blobs, 'unreferenced');
  }
}

interface Entry {
  readonly repository: string;
  readonly tag?: string;
  readonly digest: string;
}

function compareEntries(a: Entry, b: Entry): number {
  return (
    compareBytewise(a.repository, b.repository) ||
    compareBytewise(a.tag ?? '', b.tag ?? '') ||
    compareBytewise(a.digest, b.digest)
  );
}
