import { buildkitAttestation } from './artifact-kinds.ts';
import { madeBytes, madeUuid } from './made-bytes.ts';
import {
  type Descriptor,
  imageConfigJson,
  imageManifestJson,
  indexJson,
  MEDIA_TYPES,
  schema1Json,
} from './manifest-json.ts';
import { pushLayer } from './push-layer.ts';
import type {
  ArtifactOptions,
  ImageOptions,
  IndexChild,
  IndexOptions,
  LayerSpec,
  PushOptions,
  UploadOptions,
} from './push-options.ts';
import type { VolumeBuilder } from './volume-builder.ts';
import {
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
  uploadPath,
} from './volume-paths.ts';

const LINUX = { os: 'linux', architecture: 'amd64' };

/** Pushes to one repository of a volume, as a client and the registry would together. */
export class RepositoryBuilder {
  readonly volume: VolumeBuilder;
  readonly name: string;
  readonly #tags = new Map<string, string>();
  #digest = '';

  constructor(volume: VolumeBuilder, name: string) {
    this.volume = volume;
    this.name = name;
  }

  /** The digest of the manifest pushed last. */
  get digest(): string {
    return this.#digest;
  }

  /** On to another repository of the same volume. */
  repository(name: string): RepositoryBuilder {
    return this.volume.repository(name);
  }

  image(options: ImageOptions): this {
    const { layers, format = 'oci', platform = LINUX, label = options.tag ?? '', subject } = options;
    const types = MEDIA_TYPES[format === 'schema1' ? 'schema2' : format];
    const described = layers.map((layer) => this.#pushLayer(layer, types));
    if (format === 'schema1') {
      const digests = described.map((layer) => layer.digest);
      return this.manifest(schema1Json({ name: this.name, tag: label, layers: digests }), options);
    }
    const digests = described.map((layer) => layer.digest);
    const { config = imageConfigJson(platform, digests, label, options.details) } = options;
    const json = imageManifestJson({
      mediaType: options.namesItsType === false ? undefined : types.manifest,
      config: this.#pushLayer({ name: 'config', content: config, mediaType: types.config }, types),
      layers: described,
      subject: subject === undefined ? undefined : this.volume.describe(subject),
      annotations: options.annotations,
    });
    return this.manifest(json, options);
  }

  artifact(options: ArtifactOptions): this {
    const { config = { name: 'empty', content: '{}', mediaType: MEDIA_TYPES.empty } } = options;
    const json = imageManifestJson({
      mediaType: options.namesItsType === false ? undefined : MEDIA_TYPES.oci.manifest,
      artifactType: options.artifactType,
      config: this.#pushLayer(config),
      layers: options.layers.map((layer) => this.#pushLayer(layer)),
      subject: options.subject === undefined ? undefined : this.volume.describe(options.subject),
      annotations: options.annotations,
    });
    return this.manifest(json, options);
  }

  index(options: IndexOptions): this {
    const manifests: Descriptor[] = [];
    for (const child of options.children) manifests.push(this.#pushChild(child, manifests));
    const type = MEDIA_TYPES[options.format === 'list' ? 'schema2' : 'oci'].index;
    const mediaType = options.namesItsType === false ? undefined : type;
    return this.manifest(indexJson({ mediaType, manifests, annotations: options.annotations }), options);
  }

  /** Pushes any bytes as a manifest. */
  manifest(bytes: Buffer | string, { tag, linked = true }: PushOptions = {}): this {
    this.#digest = this.volume.writeBlob(bytes);
    if (linked) this.revisionLink(this.#digest);
    if (tag !== undefined) this.tag(tag, this.#digest);
    return this;
  }

  /** Points a tag to a manifest; doing it again to another one leaves the history a registry would. */
  tag(tag: string, digest: string): this {
    this.volume.writeLink(tagHistoryLinkPath(this.name, tag, digest), digest);
    this.volume.writeLink(currentLinkPath(this.name, tag), digest);
    this.#tags.set(tag, digest);
    return this;
  }

  deleteTag(tag: string): this {
    this.#tags.delete(tag);
    this.volume.remove(`${REPOSITORIES}/${this.name}/_manifests/tags/${tag}`);
    return this;
  }

  /** What the API's DELETE does: the link goes, its directory stays, tags that point there go. */
  deleteManifest(digest: string): this {
    this.volume.remove(revisionLinkPath(this.name, digest));
    for (const [tag, target] of this.#tags) if (target === digest) this.deleteTag(tag);
    return this;
  }

  revisionLink(digest: string, content = digest): this {
    this.volume.writeLink(revisionLinkPath(this.name, digest), content);
    return this;
  }

  layerLink(digest: string, content = digest): this {
    this.volume.writeLink(layerLinkPath(this.name, digest), content);
    return this;
  }

  /** A blob that was pushed here and that no manifest names. */
  looseBlob(layer: LayerSpec): this {
    this.#pushLayer(layer);
    return this;
  }

  upload(options: UploadOptions = {}): this {
    const { bytes = 1000, startedAt = '2026-01-05T08:00:00Z', hashStates = [0] } = options;
    const { id = madeUuid(`${this.name} ${bytes}`) } = options;
    const at = uploadPath(this.name, id);
    if (bytes !== null) this.volume.writeFileAt(`${at}/data`, madeBytes(id, bytes));
    if (startedAt !== null) this.volume.writeFileAt(`${at}/startedat`, startedAt);
    for (const offset of hashStates) {
      this.volume.writeFileAt(`${at}/hashstates/sha256/${offset}`, madeBytes(`${id} ${offset}`, 108));
    }
    return this;
  }

  #pushChild(child: IndexChild, before: Descriptor[]): Descriptor {
    if ('blob' in child) return this.#pushLayer(child.blob);
    if ('listed' in child) return { ...this.volume.describe(child.listed), platform: child.platform };
    if ('attests' in child) return this.#pushAttestation(child, before);
    if ('children' in child) return this.volume.describe(this.index(child).digest);
    return { ...this.volume.describe(this.image(child).digest), platform: child.platform ?? LINUX };
  }

  #pushAttestation(child: { attests: number; linked?: boolean; bytes?: number }, before: Descriptor[]) {
    const attested = before[child.attests]!.digest;
    const attestation = buildkitAttestation(attested, child.bytes);
    this.image({ ...attestation, linked: child.linked });
    const annotations = {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': attested,
    };
    return { ...this.volume.describe(this.#digest), platform: attestation.platform, annotations };
  }

  #pushLayer(layer: LayerSpec, types: { layer: string; foreign: string } = MEDIA_TYPES.oci): Descriptor {
    return pushLayer(this.volume, this.name, layer, types);
  }
}
