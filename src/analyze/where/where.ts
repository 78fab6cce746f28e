import { contentsOf } from '../../contents/contents-of.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Attached, findAttached, findSubjects } from './attachments.ts';
import { findHolders, type Holder } from './holders.ts';
import { type Identity, identifyAll } from './identity.ts';
import { leadingTo } from './leading-to.ts';
import { findMentions } from './mentions.ts';
import { describeNamers, type NamedBy } from './named-by.ts';

/** What a digest is, and who has it. */
export interface Whereabouts extends Identity {
  /** By name. */
  readonly holders: readonly Holder[];
  /** Manifests that name it: for a layer, the images that stand on it. By digest. */
  readonly namedBy: readonly NamedBy[];
  /** What is attached to it, by `subject` or by a tag's name. */
  readonly attached: readonly Attached[];
  /** Digests that it is attached to, by `subject` or by the name of a tag that points to it. */
  readonly subjects: readonly string[];
}

/** Tells of a digest, by its blob id, what it is and who has it. */
export function whereIs(inventory: Inventory, blob: number): Whereabouts {
  const contents = contentsOf(inventory);
  const leading = leadingTo(contents, blob);
  const names = [...contents.aliases].flatMap(([name, stored]) => (stored.has(blob) ? [name] : []));
  const mentions = findMentions(inventory, [blob, ...names], leading);
  const [identity] = identifyAll(inventory, [blob], mentions) as [Identity];
  return {
    ...identity,
    holders: findHolders(inventory, contents, blob, leading),
    namedBy: describeNamers(contents, mentions, leading),
    attached: findAttached(inventory, blob, identity.digest),
    subjects: findSubjects(inventory, blob),
  };
}
