import type { VolumeFiles } from './volume-files.ts';

/** The sizes of a volume; the defaults give the shape that the project's figures were measured on. */
export interface VolumeShape {
  repositories: number;
  tagsPerRepository: number;
  revisionsPerTag: number;
  layersPerImage: number;
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

interface Dialect {
  manifest: string;
  index: string;
  config: string;
  layer: string;
}

const OCI: Dialect = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};

const DOCKER: Dialect = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
};

const BASE_LAYERS = 50;
const NAMESPACES = 50;
const MB = 1_000_000;

/** Writes one repository: its tags with earlier revisions and some indexes, and what deletions and broken pushes left. */
export function writeRepository(files: VolumeFiles, shape: VolumeShape, number: number): void {
  const repository = new Repository(files, number);
  for (let tag = 0; tag < shape.tagsPerRepository; tag++) writeTag(repository, shape, tag);

  // Deleting a manifest takes its revision link away and leaves the blobs and the layer links: 3 % of the blobs.
  const deletions = Math.max(1, Math.round(shape.tagsPerRepository / 15));
  for (let i = 0; i < deletions; i++) repository.image(`deleted${i}`, 'amd64', shape.layersPerImage);

  // A push that uploaded a layer and never came to its manifest; one that did not finish its layer.
  if (number % 2 === 0) repository.layer('abandoned', 7 * MB);
  files.emptyUploads(repository.name);
  if (number % 20 === 0) files.upload(repository.name, uploadId(number), 3 * MB + number);
}

// One tag in ten is multi-platform and has one revision more; one in ten never moved and has one fewer.
function writeTag(repository: Repository, shape: VolumeShape, tag: number): void {
  const serial = repository.number * shape.tagsPerRepository + tag;
  const multiPlatform = serial % 10 === 5;
  const generations = Math.max(1, shape.revisionsPerTag - (multiPlatform || serial % 10 === 3 ? 1 : 0));
  const layers = Math.max(1, shape.layersPerImage - (serial % 10 === 0 ? 1 : 0));

  for (let generation = 0; generation < generations; generation++) {
    const id = `${tag}.${generation}`;
    const current = generation === generations - 1;
    const manifest =
      current && multiPlatform ? repository.index(id, layers) : repository.revision(id, 'amd64', layers);
    // Deleting a tag drops its history, moving it does not; here most were deleted before they were pushed again.
    repository.tag(`v${tag}`, manifest, current, current || serial % 7 === 0);
  }
}

class Repository {
  readonly name: string;
  readonly number: number;
  readonly #files: VolumeFiles;
  readonly #dialect: Dialect;
  readonly #base: Descriptor;

  constructor(files: VolumeFiles, number: number) {
    this.#files = files;
    this.number = number;
    this.name = `team${pad(number % NAMESPACES, 2)}/app${pad(number, 5)}`;
    this.#dialect = number % 2 === 0 ? OCI : DOCKER;
    const base = number % BASE_LAYERS;
    const size = (50 + base) * MB;
    this.#base = descriptor(this.#dialect.layer, files.sparse(`base layer ${base}`, size), size);
    files.layerLink(this.name, hexOf(this.#base));
  }

  /** Pushes the blobs of an image and its manifest, but does not link the manifest. */
  image(id: string, architecture: string, layers: number): Descriptor {
    const own = Array.from({ length: layers }, (_, i) =>
      this.layer(`${id} ${architecture} ${i}`, MB * (1 + ((this.#files.counts.blobs * 7919) % 40))),
    );
    const mediaType = this.#dialect.manifest;
    const all = [this.#base, ...own];
    const config = this.#json(this.#dialect.config, imageConfig(`${this.number}.${id}`, architecture, all));
    this.#files.layerLink(this.name, hexOf(config));
    return this.#json(mediaType, { schemaVersion: 2, mediaType, config, layers: all });
  }

  layer(id: string, size: number): Descriptor {
    const hex = this.#files.sparse(`layer ${this.number} ${id}`, size);
    this.#files.layerLink(this.name, hex);
    return descriptor(this.#dialect.layer, hex, size);
  }

  revision(id: string, architecture: string, layers: number): Descriptor {
    const manifest = this.image(id, architecture, layers);
    this.#files.revision(this.name, hexOf(manifest));
    return manifest;
  }

  index(id: string, layers: number): Descriptor {
    const manifests = ['amd64', 'arm64'].map((architecture) => ({
      ...this.revision(id, architecture, layers),
      platform: { architecture, os: 'linux' },
    }));
    const mediaType = this.#dialect.index;
    const index = this.#json(mediaType, { schemaVersion: 2, mediaType, manifests });
    this.#files.revision(this.name, hexOf(index));
    return index;
  }

  tag(tag: string, manifest: Descriptor, current: boolean, remembered: boolean): void {
    if (current) this.#files.tag(this.name, tag, hexOf(manifest));
    if (remembered) this.#files.tagHistory(this.name, tag, hexOf(manifest));
  }

  #json(mediaType: string, value: object): Descriptor {
    const bytes = Buffer.from(JSON.stringify(value, null, 2));
    return descriptor(mediaType, this.#files.content(bytes), bytes.length);
  }
}

/** As builders write one: what is run and in which environment, where it was built from, and what made each layer. */
function imageConfig(id: string, architecture: string, layers: readonly Descriptor[]): object {
  const created = '2024-06-01T12:00:00.123456789Z';
  const empty = { created, created_by: 'ENV PATH=/usr/local/bin:/usr/bin:/bin', empty_layer: true };
  const made = layers.map(({ digest }, at) => ({
    created,
    created_by: at === 0 ? 'ADD rootfs.tar.xz / # buildkit' : stepOf(at, digest),
    comment: 'buildkit.dockerfile.v0',
  }));
  return {
    architecture,
    os: 'linux',
    created,
    config: {
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'LANG=C.UTF-8'],
      Cmd: ['/usr/local/bin/app'],
      WorkingDir: '/app',
      Labels: {
        'org.opencontainers.image.source': `https://git.example/team/app${id.split('.')[0]}`,
        'org.opencontainers.image.revision': `revision ${id}`.padEnd(40, '0'),
        'org.opencontainers.image.version': id,
        'org.opencontainers.image.vendor': 'Example',
      },
    },
    history: [empty, ...made, { created, created_by: 'CMD ["/usr/local/bin/app"]', empty_layer: true }],
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  };
}

/** Half of the builders put what is of one build into a line: then every layer has one of its own. */
function stepOf(at: number, digest: string): string {
  if (at % 2 === 0) return `RUN /bin/sh -c make -j step${at} && make install # buildkit`;
  return `/bin/sh -c #(nop) COPY file:${digest.slice('sha256:'.length)} in /app/part${at} `;
}

function descriptor(mediaType: string, hex: string, size: number): Descriptor {
  return { mediaType, digest: `sha256:${hex}`, size };
}

function hexOf(descriptor: Descriptor): string {
  return descriptor.digest.slice('sha256:'.length);
}

function uploadId(number: number): string {
  return `00000000-0000-4000-8000-${pad(number, 12)}`;
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
