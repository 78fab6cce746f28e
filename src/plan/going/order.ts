import { compareBytewise } from '../../analyze/names.ts';
import type { Contents } from '../../contents/contents.ts';
import type { Attachments } from '../images/attachments.ts';
import type { Image } from '../images/image.ts';
import type { Selection } from '../select/selection.ts';
import type { Going } from './going.ts';

/** An image that goes, at its place among all that do. */
export interface OrderedImage {
  readonly repository: number;
  readonly image: Image;
  /** Images of one place go together or not at all: one with what follows it. From 0, oldest first. */
  readonly place: number;
}

/**
 * What goes, oldest first, then by repository and digest. What others that go list, name or are the subject of comes
 * after all of these; what goes along with them only comes at once.
 */
export function orderGoing(
  contents: Contents,
  attachments: Attachments,
  selections: ReadonlyMap<number, Selection>,
  going: Going,
): OrderedImage[] {
  const nodes = makeNodes(selections, going);
  const all = [...nodes.values()].flatMap((own) => [...own.values()]);
  all.sort(
    (a, b) =>
      a.time - b.time || compareBytewise(a.name, b.name) || compareDigests(contents, a.image, b.image),
  );
  for (const [rank, node] of all.entries()) node.rank = rank;
  const parents = findParents(contents, attachments, selections, nodes);
  const parentsOf = (node: Node) => parents.get(node) ?? NO_PARENTS;
  for (const node of all) settle(node, parentsOf);
  // Of one place: what others need comes after them, and then the oldest first.
  all.sort((a, b) => a.anchor - b.anchor || a.depth - b.depth || a.rank - b.rank);
  return all.map(({ repository, image, anchor }) => ({ repository, image, place: anchor }));
}

/**
 * Some repositories with those whose order theirs depends on: what is attached to an image that its own repository does
 * not have hangs on it in others. Among themselves they are in the order in which they are among all.
 */
export function withRelated(
  attachments: Attachments,
  selections: ReadonlyMap<number, Selection>,
  repositories: Iterable<number>,
): ReadonlyMap<number, Selection> {
  const related = new Map<number, Selection>();
  const pending = [...repositories];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const selection = selections.get(id);
    if (selection === undefined || related.has(id)) continue;
    related.set(id, selection);
    for (const image of selection.attached)
      for (const subject of attachments.subjectsOf(image))
        if (!selection.images.has(subject)) pending.push(...attachments.holdersOf(subject));
  }
  return related;
}

const NO_PARENTS: readonly Node[] = [];

/** Of what goes, what else goes that lists or names it, or that it is attached to. */
function findParents(
  contents: Contents,
  attachments: Attachments,
  selections: ReadonlyMap<number, Selection>,
  nodes: ReadonlyMap<number, ReadonlyMap<number, Node>>,
): Map<Node, Node[]> {
  const parents = new Map<Node, Node[]>();
  const add = (child: Node | undefined, parent: Node | undefined) => {
    if (child === undefined || parent === undefined || child === parent) return;
    const known = parents.get(child);
    if (known === undefined) parents.set(child, [parent]);
    else known.push(parent);
  };
  const { manifests } = contents;
  for (const own of nodes.values())
    for (const node of own.values()) {
      manifests.forEachReference(node.image.blob, (child) => {
        // Most of what is referred to is no manifest, and does not go by itself.
        if (manifests.has(child)) add(own.get(child), node);
      });
    }
  for (const [id, own] of nodes)
    for (const image of selections.get(id)?.attached ?? [])
      for (const subject of attachments.subjectsOf(image)) {
        const node = own.get(image.blob);
        if (selections.get(id)?.images.has(subject)) add(node, own.get(subject));
        else for (const other of attachments.holdersOf(subject)) add(node, nodes.get(other)?.get(subject));
      }
  return parents;
}

interface Node {
  readonly repository: number;
  readonly name: string;
  readonly image: Image;
  readonly time: number;
  /** False for what goes along only. */
  readonly isRoot: boolean;
  /** Its place, if it were not for the others. */
  rank: number;
  /** The rank of the image at whose place it comes. */
  anchor: number;
  /** Through how many others it hangs on that. */
  depth: number;
}

function makeNodes(selections: ReadonlyMap<number, Selection>, going: Going): Map<number, Map<number, Node>> {
  const nodes = new Map<number, Map<number, Node>>();
  for (const [repository, selection] of selections) {
    const own = new Map<number, Node>();
    for (const blob of going.in(repository)) {
      const image = selection.images.get(blob) as Image;
      own.set(blob, {
        repository,
        name: selection.repository.name,
        image,
        time: timeOf(selection, image),
        isRoot: going.isRoot(repository, blob),
        rank: 0,
        anchor: -1,
        depth: 0,
      });
    }
    if (own.size > 0) nodes.set(repository, own);
  }
  return nodes;
}

/** An image's newest tag or, where it has none, since when it has been without one. */
function timeOf({ imageVerdicts }: Selection, { blob, ordinaryTags, tags, revisionTime = 0 }: Image): number {
  const newest = (times: ReadonlyArray<{ readonly time: number | undefined }>) =>
    times.reduce((latest, { time = 0 }) => Math.max(latest, time), 0);
  if (ordinaryTags.length > 0) return newest(ordinaryTags);
  return imageVerdicts.get(blob)?.since?.() ?? (tags.length > 0 ? newest(tags) : revisionTime);
}

/** Digests are spelled out only where nothing else tells two images apart. */
function compareDigests({ blobs }: Contents, a: Image, b: Image): number {
  return compareBytewise(blobs.digestOf(a.blob), blobs.digestOf(b.blob));
}

/** Finds the anchor of a node and of all above it. What is attached in a circle is taken as it stands. */
function settle(first: Node, parentsOf: (node: Node) => readonly Node[]): void {
  if (first.anchor >= 0) return;
  // No recursion: indexes may list indexes deeper than a stack is.
  const pending = [first];
  for (let node = pending.at(-1); node !== undefined; node = pending.at(-1)) {
    const parents = parentsOf(node);
    if (node.anchor < 0) {
      node.anchor = node.rank;
      for (const parent of parents) if (parent.anchor < 0) pending.push(parent);
    } else {
      pending.pop();
      hang(node, parents);
    }
  }
}

/** Hangs a node on the last of what has to go before it. */
function hang(node: Node, parents: readonly Node[]): void {
  if (parents.length === 0) return;
  node.anchor = parents.reduce((latest, { anchor }) => Math.max(latest, anchor), node.isRoot ? node.rank : 0);
  const above = parents.filter(({ anchor }) => anchor === node.anchor);
  node.depth = above.reduce((deepest, { depth }) => Math.max(deepest, depth + 1), 0);
}
