import type { ByteString } from '../../registry/byte-string.ts';
import { packDigests } from '../../registry/digest-list.ts';
import type { LinksFact, TagsFact } from '../told.ts';
import { LinkRows } from './link-rows.ts';

/** Healthy links of a tag's `index/`. */
export type History = Pick<LinksFact, 'digests' | 'modifiedAt'>;

/** A tag whose `current/link` says a digest. */
export interface ReadTag {
  readonly name: ByteString;
  readonly target: string;
  readonly modifiedAt: number;
  readonly history: History;
}

/** The tags met so far, and the history of the one that is being read. */
export class TagRows {
  readonly tags: ReadTag[] = [];
  readonly history = new LinkRows();

  /** The links pushed to the history since it was taken last. */
  takeHistory(): History {
    return this.history.cut({ used: 0, count: 0 });
  }
}

/** Tags of a repository, as a fact. */
export function tagsFact(repository: ByteString, tags: readonly ReadTag[]): TagsFact {
  const histories = tags.map(({ history }) => history);
  return {
    fact: 'tags',
    repository,
    names: tags.map(({ name }) => name),
    targets: packDigests(tags.map(({ target }) => target)),
    modifiedAt: Float64Array.from(tags, ({ modifiedAt }) => modifiedAt),
    history: new Uint8Array(Buffer.concat(histories.map(({ digests }) => digests))),
    historyModifiedAt: Float64Array.from(histories.flatMap(({ modifiedAt }) => [...modifiedAt])),
    historyCounts: Uint32Array.from(histories, ({ modifiedAt }) => modifiedAt.length),
  };
}
