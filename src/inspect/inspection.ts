import type { ManifestDescription } from '../analyze/manifest/describe-manifest.ts';
import type { ManifestTree, NamedBlob } from '../analyze/manifest/tree.ts';
import type { UnreadBlob } from '../volume/read-blob.ts';

/** A config, with what it says of its image. */
export interface InspectedConfig extends NamedBlob {
  readonly created?: string;
  /** `os/architecture[/variant]` */
  readonly platform?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The bytes were not read: it is what the inventory keeps of them, of labels no more than it does. */
  readonly fromInventory?: true;
}

/** A layer, with what is said of it. */
export interface InspectedLayer extends NamedBlob {
  /** The command that made it, as the history in the config has it. */
  readonly createdBy?: string;
  /** What a file of an artifact is called. */
  readonly title?: string;
}

/** A manifest with what its bytes and its config's say. */
export interface InspectedManifest extends Omit<ManifestTree, 'config' | 'layers' | 'children'> {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly config?: InspectedConfig;
  readonly layers?: readonly InspectedLayer[];
  readonly children?: readonly InspectedManifest[];
}

/** What was not read, and why. */
export interface Unread {
  /** `no-volume`: nothing was; `not-json`: a config that is none; `too-many`: the rest of a long index. */
  readonly code: UnreadBlob['code'] | 'no-volume' | 'not-json' | 'too-many';
  /** Of the blob; absent where it is about all or the rest. */
  readonly digest?: string;
  /** The error's code, or the digest that its bytes hash to; for `no-volume`, a sentence. */
  readonly detail?: string;
}

/** One manifest of a repository, with what its bytes say where they could be read. */
export interface Inspection extends InspectedDescription {
  /** What is odd about how it was named. */
  readonly oddity?: string;
}

/** The same without what is odd about how it was named. */
export interface InspectedDescription
  extends Pick<ManifestDescription, 'repository' | 'tag' | 'tags' | 'pushedAt' | 'uniqueBytes' | 'platforms'>,
    InspectedManifest {
  /** What could not be read, or was not to be believed: nothing of it is told. */
  readonly unread: readonly Unread[];
}
