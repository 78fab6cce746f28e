import { compareBytewise } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import type { OrderedImage } from '../going/order.ts';
import type { Image } from '../images/image.ts';
import type { Beginning, Deletion, Kept, Staying } from '../plan.ts';
import { type PlanRequest, ruleName } from '../request.ts';
import type { Candidates } from '../select/candidates.ts';
import type { Selection } from '../select/selection.ts';
import type { Chosen } from './chosen.ts';
import { type Fates, type KeptOne, keptTagOf, type Left, type LoneTag, type StayingOne } from './fates.ts';

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

  /** @param limit Rows that are wanted. */
  keep({ kept }: Fates, limit: number): Beginning<Kept> {
    const rows = this.#listed(kept, limit).map((one) => ({
      ...this.#place(one),
      ...this.#rule(one.rule),
      reasons: one.reasons,
    }));
    return { rows, count: kept.length };
  }

  /** @param limit Rows that are wanted. */
  stays({ staying }: Fates, limit: number): Beginning<Staying> {
    return { rows: this.#listed(staying, limit).map((each) => this.staying(each)), count: staying.length };
  }

  /** One that stays though it was selected, with what it stays for. */
  staying(one: StayingOne): Staying {
    const by = this.#by(one);
    return { ...this.#place(one), reason: one.reason, ...(by !== undefined && { by }) };
  }

  /** In the order in which they are listed. */
  compare(a: StayingOne, b: StayingOne): number {
    return (
      compareBytewise(this.#nameOf(a.repository), this.#nameOf(b.repository)) ||
      this.#compareInRepository(a, b)
    );
  }

  /**
   * By repository, in the order of the calls.
   * @param limit Rows that are wanted.
   */
  deletions({ ordered }: Chosen, { loneTags }: Fates, limit: number): Beginning<Deletion> {
    const alone = loneTags.toSorted((a, b) => compareBytewise(a.tag.name, b.tag.name));
    const listed = this.#ofFirst<OrderedImage | LoneTag>([...ordered(), ...alone], limit).flat();
    this.#learn(listed.map((one) => ('image' in one ? one.image : one.tag).blob));
    const rows = listed
      .slice(0, limit)
      .map((one) => ('image' in one ? this.#deletion(one) : this.#loneTag(one)));
    return { rows, count: ordered().length + loneTags.length };
  }

  /** The first of some tags and images, in the order in which they are listed. */
  #listed<One extends Left>(ones: readonly One[], limit: number): readonly One[] {
    const some = this.#ofFirst(ones, limit);
    this.#learn(some.flat().map(({ image }) => image.blob));
    return some.flatMap((own) => own.sort((a, b) => this.#compareInRepository(a, b))).slice(0, limit);
  }

  /** Those of the first repositories, as many as it takes to have so many: by repository, by name. */
  #ofFirst<One extends { readonly repository: number }>(ones: readonly One[], limit: number): One[][] {
    const byRepository = new Map<number, One[]>();
    for (const one of ones) {
      const own = byRepository.get(one.repository);
      if (own === undefined) byRepository.set(one.repository, [one]);
      else own.push(one);
    }
    const names = new Map([...byRepository.keys()].map((id) => [id, this.#nameOf(id)]));
    const sorted = [...byRepository].sort(([a], [b]) =>
      compareBytewise(names.get(a) as string, names.get(b) as string),
    );
    const first: One[][] = [];
    let left = limit;
    for (const [, own] of sorted) {
      if (left <= 0) break;
      first.push(own);
      left -= own.length;
    }
    return first;
  }

  #compareInRepository(a: Left, b: Left): number {
    const digestOf = ({ image }: Left) => this.#contents.blobs.digestOf(image.blob);
    return compareBytewise(a.tag?.name ?? '', b.tag?.name ?? '') || compareBytewise(digestOf(a), digestOf(b));
  }

  #nameOf(repository: number): string {
    return this.#selection(repository).repository.name;
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
      repository: this.#nameOf(repository),
      tag: tag.name,
      digest: this.#contents.blobs.digestOf(tag.blob),
      tags: [tag.name],
      ...this.#rule(rule),
      reasons: ['selected'],
    };
  }

  #place({ repository, tag, image }: Pick<KeptOne, 'repository' | 'tag' | 'image'>) {
    return {
      repository: this.#nameOf(repository),
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
