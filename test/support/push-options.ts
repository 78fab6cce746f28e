import type { Algorithm } from './made-bytes.ts';
import type { ConfigDetails, ImageFormat, IndexFormat, Platform } from './manifest-json.ts';

/** A layer (or any other blob of a manifest): a name alone means 1000 made-up bytes that follow from it. */
export type LayerSpec = string | LayerOptions;

/** What can be said of one layer. */
export interface LayerOptions {
  name: string;
  /** Length of the made-up bytes. */
  bytes?: number;
  /** These bytes instead of made-up ones. */
  content?: string | Buffer;
  /** A file of `bytes` zeros that takes no room, under a digest that is not that of the zeros. */
  sparse?: boolean;
  algorithm?: Algorithm;
  /** `true`: named by `algorithm`, and kept as registries do, by its sha256 with a link for either digest. */
  aliased?: boolean;
  mediaType?: string;
  annotations?: Record<string, string>;
  /** Lives elsewhere: `urls` in the descriptor, neither blob nor layer link here. */
  foreign?: boolean;
  /** `false`: the manifest names it, the volume has no such blob. */
  stored?: boolean;
  /** `false`: no layer link in the repository. */
  linked?: boolean;
}

/** How a manifest is pushed, whatever its kind. */
export interface PushOptions {
  tag?: string | undefined;
  /** `false`: the blob is written, the revision link is not. */
  linked?: boolean | undefined;
  annotations?: Record<string, string> | undefined;
  /** `false`: the manifest does not name its own media type. */
  namesItsType?: boolean | undefined;
}

/** An image. */
export interface ImageOptions extends PushOptions {
  layers: readonly LayerSpec[];
  format?: ImageFormat | undefined;
  platform?: Platform | undefined;
  /** Tells apart images of the same layers. */
  label?: string | undefined;
  /** The digest of the manifest this one is about. */
  subject?: string | undefined;
  /** What its config says. */
  details?: ConfigDetails | undefined;
  /** The bytes of its config, whatever they are. */
  config?: string | undefined;
}

/** Something other than an image, kept as an OCI image manifest. */
export interface ArtifactOptions extends PushOptions {
  artifactType?: string | undefined;
  config?: LayerOptions | undefined;
  layers: readonly LayerSpec[];
  subject?: string | undefined;
}

/** An OCI index or Docker manifest list. */
export interface IndexOptions extends PushOptions {
  children: readonly IndexChild[];
  format?: IndexFormat | undefined;
}

/**
 * What an index lists: an image or index pushed along with it, a BuildKit attestation of the child at a
 * position, a manifest that is listed and not pushed (it may be another repository's, or nowhere), or a bare
 * blob as BuildKit's cache indexes list them.
 */
export type IndexChild =
  | ImageOptions
  | IndexOptions
  | { attests: number; linked?: boolean; bytes?: number }
  | { listed: string; platform?: Platform }
  | { blob: LayerSpec };

/** An upload in progress. */
export interface UploadOptions {
  id?: string;
  /** Length of `data`; `null` leaves the file out. */
  bytes?: number | null;
  /** The text of `startedat`; `null` leaves the file out. */
  startedAt?: string | null;
  /** Offsets a hash state was saved at. */
  hashStates?: readonly number[];
}
