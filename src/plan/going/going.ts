import type { Contents } from '../../contents/contents.ts';
import { once } from '../../contents/once.ts';
import type { Attachments } from '../images/attachments.ts';
import type { Image } from '../images/image.ts';
import { hasAllTagsSelected, type Selection } from '../select/selection.ts';

/** What holds an image back: an image that stays and needs it, or to which it is attached. */
export interface Holder {
  readonly how: 'needed-by' | 'refers-to';
  /** The digest of the image that stays, as a blob id. */
  readonly by: number;
}

/** What goes of a repository. */
interface GoingIn {
  readonly selection: Selection;
  readonly going: Set<number>;
  /** Of what goes, what was selected for itself. */
  readonly roots: Set<number>;
  /** By digest: the images that list or name it. Few ask. */
  readonly needers: () => ReadonlyMap<number, readonly number[]>;
}

/** What goes of all repositories, and what holds back what does not. */
export class Going {
  readonly #contents: Contents;
  readonly #attachments: Attachments;
  readonly #repositories = new Map<number, GoingIn>();

  constructor(contents: Contents, attachments: Attachments, selections: ReadonlyMap<number, Selection>) {
    this.#contents = contents;
    this.#attachments = attachments;
    for (const [id, selection] of selections) this.#repositories.set(id, this.#candidatesOf(selection));
    for (const [id, own] of this.#repositories) if (own.going.size > 0) this.#strike(id, own);
    // What stays may hold back what is attached to it in another repository.
    const attached = [...this.#repositories].filter(([, { selection }]) => selection.attached.length > 0);
    let before: number;
    do {
      before = this.count;
      for (const [id, own] of attached) if (own.going.size > 0) this.#strike(id, own);
    } while (this.count < before);
  }

  /** How many images go. */
  get count(): number {
    let count = 0;
    for (const { going } of this.#repositories.values()) count += going.size;
    return count;
  }

  /** What goes of a repository. */
  in(repository: number): ReadonlySet<number> {
    return this.#repositories.get(repository)?.going ?? NOTHING;
  }

  /** True for an image that goes because it was selected, and not along with another. */
  isRoot(repository: number, blob: number): boolean {
    return this.#repositories.get(repository)?.roots.has(blob) === true;
  }

  /** The images of a repository that list or name one of its images. */
  needersOf(repository: number, blob: number): readonly number[] {
    return this.#repositories.get(repository)?.needers().get(blob) ?? NONE;
  }

  /** What holds an image back, the bytewise first: undefined where nothing does. */
  holderOf(repository: number, image: Image): Holder | undefined {
    const going = this.in(repository);
    const needer = this.#first(this.needersOf(repository, image.blob).filter((each) => !going.has(each)));
    if (needer !== undefined) return { how: 'needed-by', by: needer };
    const subject = this.#first(this.#stayingSubjects(repository, image));
    return subject === undefined ? undefined : { how: 'refers-to', by: subject };
  }

  #first(blobs: readonly number[]): number | undefined {
    if (blobs.length < 2) return blobs[0];
    const named = blobs.map((blob) => ({ blob, digest: this.#contents.blobs.digestOf(blob) }));
    return named.reduce((first, each) => (each.digest < first.digest ? each : first)).blob;
  }

  /** What is selected, and what goes along with it. */
  #candidatesOf(selection: Selection): GoingIn {
    const roots = new Set<number>();
    const attached = new Map<number, number[]>();
    for (const image of selection.images.values()) {
      const { blob } = image;
      const isSelected =
        hasAllTagsSelected(selection, image) || selection.imageVerdicts.get(blob)?.isSelected === true;
      if (isSelected && !staysByItself(selection, image)) roots.add(blob);
    }
    for (const image of selection.attached)
      for (const subject of this.#attachments.subjectsOf(image)) push(attached, subject, image.blob);
    const going = this.#withFollowers(
      selection,
      attached,
      roots,
      (image) => !staysByItself(selection, image),
    );
    const needers = once(() => this.#findNeeders(selection));
    return { selection, going, roots, needers };
  }

  #findNeeders({ images }: Selection): Map<number, number[]> {
    const needers = new Map<number, number[]>();
    for (const blob of images.keys())
      this.#contents.manifests.forEachReference(blob, (child) => {
        if (child !== blob && images.has(child)) push(needers, child, blob);
      });
    return needers;
  }

  /** Strikes out what is held back, and what hangs on that, until nothing changes. */
  #strike(id: number, { selection, going, roots }: GoingIn): void {
    const { images } = selection;
    const staying = [...images.keys()].filter((blob) => !going.has(blob));
    const strike = (blob: number) => {
      if (!going.delete(blob)) return;
      roots.delete(blob);
      staying.push(blob);
    };
    do {
      for (let blob = staying.pop(); blob !== undefined; blob = staying.pop())
        this.#contents.manifests.forEachReference(blob, strike);
      for (const image of selection.attached)
        if (this.#stayingSubjects(id, image).length > 0) strike(image.blob);
    } while (staying.length > 0);
  }

  /** What it is attached to and stays: in its own repository or, where that does not have it, in any other. */
  #stayingSubjects(id: number, image: Image): readonly number[] {
    const subjects = this.#attachments.subjectsOf(image);
    if (subjects.length === 0) return NONE;
    return subjects.filter((subject) => {
      if (this.#repositories.get(id)?.selection.images.has(subject)) return !this.in(id).has(subject);
      return this.#attachments.holdersOf(subject).some((other) => !this.in(other).has(subject));
    });
  }

  /** Some images, and those without a tag of their own that are listed by them or attached to them, and so on. */
  #withFollowers(
    { images }: Selection,
    attached: ReadonlyMap<number, readonly number[]>,
    roots: ReadonlySet<number>,
    mayFollow: (image: Image) => boolean,
  ): Set<number> {
    const { manifests } = this.#contents;
    const reached = new Set(roots);
    const pending = [...roots];
    const follow = (blob: number) => {
      const image = images.get(blob);
      if (image === undefined || image.ordinaryTags.length > 0 || reached.has(blob)) return;
      if (!mayFollow(image)) return;
      reached.add(blob);
      pending.push(blob);
    };
    for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
      if (manifests.isIndex(blob)) manifests.forEachReference(blob, follow);
      attached.get(blob)?.forEach(follow);
    }
    return reached;
  }
}

function staysByItself({ reason, imageReason }: Selection, image: Image): boolean {
  return reason !== undefined || imageReason(image) !== undefined;
}

const NOTHING: ReadonlySet<number> = new Set();
const NONE: readonly number[] = [];

function push(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
