import type { Contents } from '../../contents/contents.ts';
import type { Attachments } from '../images/attachments.ts';
import type { Image } from '../images/images.ts';
import { hasAllTagsSelected, type Selection } from '../select/selection.ts';

/** What holds an image back: an image that stays and needs it, or to which it is attached. */
export interface Holder {
  readonly how: 'needed-by' | 'refers-to';
  /** The digest of the image that stays, as a blob id. */
  readonly by: number;
}

/** What goes of all repositories, and what holds back what does not. */
export class Going {
  readonly #contents: Contents;
  readonly #attachments: Attachments;
  readonly #selections: ReadonlyMap<number, Selection>;
  /** By repository: what goes. */
  readonly #going = new Map<number, Set<number>>();
  /** By repository: of what goes, what was selected for itself. */
  readonly #roots = new Map<number, Set<number>>();
  /** By repository, by digest: the images that list or name it. */
  readonly #needers = new Map<number, Map<number, number[]>>();
  /** By repository, by digest: the images that are attached to it. */
  readonly #attached = new Map<number, Map<number, number[]>>();

  constructor(contents: Contents, attachments: Attachments, selections: ReadonlyMap<number, Selection>) {
    this.#contents = contents;
    this.#attachments = attachments;
    this.#selections = selections;
    for (const [id, selection] of selections) this.#begin(id, selection);
    // What stays may hold back something in another repository.
    let before: number;
    do {
      before = this.count;
      for (const [id, selection] of selections) this.#strike(id, selection);
    } while (this.count < before);
  }

  /** How many images go. */
  get count(): number {
    let count = 0;
    for (const going of this.#going.values()) count += going.size;
    return count;
  }

  /** What goes of a repository. */
  in(repository: number): ReadonlySet<number> {
    return this.#going.get(repository) ?? NOTHING;
  }

  /** True for an image that goes because it was selected, and not along with another. */
  isRoot(repository: number, blob: number): boolean {
    return this.#roots.get(repository)?.has(blob) === true;
  }

  /** The images of a repository that list or name a digest. */
  neederOf(repository: number, blob: number): readonly number[] {
    return this.#needers.get(repository)?.get(blob) ?? NONE;
  }

  /** What an image of a repository is attached to, of what is an image there. */
  subjectsIn(repository: number, image: Image): readonly number[] {
    const images = this.#selections.get(repository)?.images;
    return this.#attachments.subjectsOf(image).filter((subject) => images?.has(subject));
  }

  /** What holds an image back, nearest by name: undefined where nothing does. */
  holderOf(repository: number, image: Image): Holder | undefined {
    const { blobs } = this.#contents;
    const first = (ids: readonly number[]) =>
      ids.length < 2 ? ids[0] : [...ids].sort((a, b) => (blobs.digestOf(a) < blobs.digestOf(b) ? -1 : 1))[0];
    const needer = first(
      this.neederOf(repository, image.blob).filter((each) => !this.in(repository).has(each)),
    );
    if (needer !== undefined) return { how: 'needed-by', by: needer };
    const subject = first(this.#stayingSubjects(repository, image));
    return subject === undefined ? undefined : { how: 'refers-to', by: subject };
  }

  /** All candidates: what is selected, and what goes along with it. */
  #begin(id: number, selection: Selection): void {
    const roots = new Set<number>();
    const [needers, attached] = [new Map<number, number[]>(), new Map<number, number[]>()];
    for (const image of selection.images.values()) {
      const { blob } = image;
      const isSelected =
        hasAllTagsSelected(selection, image) || selection.imageVerdicts.get(blob)?.isSelected === true;
      if (isSelected && !this.#staysByItself(selection, image)) roots.add(blob);
      for (const subject of this.#attachments.subjectsOf(image)) push(attached, subject, blob);
    }
    // Where nothing is selected nothing can go, and nobody asks what holds it back.
    const isAsked = [...selection.tagVerdicts.values()].some((verdicts) =>
      verdicts.some(({ isSelected }) => isSelected),
    );
    if (roots.size > 0 || isAsked || selection.imageVerdicts.size > 0)
      for (const blob of selection.images.keys())
        this.#contents.manifests.forEachReference(blob, (child) => {
          if (child !== blob && selection.images.has(child)) push(needers, child, blob);
        });
    this.#roots.set(id, roots);
    this.#needers.set(id, needers);
    this.#attached.set(id, attached);
    this.#going.set(id, this.#withFollowers(id, selection, roots));
  }

  /** Strikes out what is held back, and what then no longer follows from anything that goes, until nothing changes. */
  #strike(id: number, selection: Selection): void {
    const [going, roots] = [this.#going.get(id) as Set<number>, this.#roots.get(id) as Set<number>];
    let before: number;
    do {
      before = going.size;
      for (const blob of going) {
        if (!this.#isHeldBack(id, selection.images.get(blob) as Image)) continue;
        going.delete(blob);
        roots.delete(blob);
      }
      const followers = this.#withFollowers(id, selection, roots, going);
      for (const blob of going) if (!followers.has(blob)) going.delete(blob);
    } while (going.size < before);
  }

  #isHeldBack(id: number, image: Image): boolean {
    const going = this.in(id);
    return (
      this.neederOf(id, image.blob).some((each) => !going.has(each)) ||
      this.#stayingSubjects(id, image).length > 0
    );
  }

  /** What it is attached to and stays: in its own repository or, where that does not have it, in any other. */
  #stayingSubjects(id: number, image: Image): number[] {
    return this.#attachments.subjectsOf(image).filter((subject) => {
      if (this.#selections.get(id)?.images.has(subject)) return !this.in(id).has(subject);
      return this.#attachments.holdersOf(subject).some((other) => !this.in(other).has(subject));
    });
  }

  /** Some images, and those without a tag of their own that are listed by them or attached to them, and so on. */
  #withFollowers(
    id: number,
    selection: Selection,
    roots: ReadonlySet<number>,
    among?: ReadonlySet<number>,
  ): Set<number> {
    const reached = new Set(roots);
    const pending = [...roots];
    const follow = (blob: number) => {
      const image = selection.images.get(blob);
      if (image === undefined || image.ordinaryTags.length > 0 || reached.has(blob)) return;
      if (among === undefined ? this.#staysByItself(selection, image) : !among.has(blob)) return;
      reached.add(blob);
      pending.push(blob);
    };
    for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
      if (this.#contents.manifests.isIndex(blob)) this.#contents.manifests.forEachReference(blob, follow);
      for (const attached of this.#attached.get(id)?.get(blob) ?? NONE) follow(attached);
    }
    return reached;
  }

  #staysByItself(selection: Selection, image: Image): boolean {
    return selection.reason !== undefined || selection.imageReason(image) !== undefined;
  }
}

const NOTHING: ReadonlySet<number> = new Set();
const NONE: readonly number[] = [];

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
