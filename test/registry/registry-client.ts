import { type Content, digestOf, type Image, MEDIA_TYPES } from './images.ts';

const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const ACCEPT = [MEDIA_TYPES.manifest, MEDIA_TYPES.index, DOCKER_MANIFEST, DOCKER_LIST].join(', ');

/** Every form a manifest can have, so that a registry converts none. */
const ANY_MANIFEST = `${ACCEPT}, application/vnd.docker.distribution.manifest.v1+prettyjws`;

/** Speaks the distribution API to a registry, for what skopeo cannot be made to do. */
export class RegistryClient {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** Every name in the catalog, read in small pages so that paging is always taken. */
  async repositories(): Promise<string[]> {
    const names: string[] = [];
    let next: string | null = '/v2/_catalog?n=3';
    while (next !== null) {
      const response = await this.#call('GET', next, [200]);
      const page = (await response.json()) as { repositories: string[] };
      names.push(...page.repositories);
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    }
    return names;
  }

  /** The tags of a repository; undefined where the registry denies the name, because it never had one. */
  async tags(repository: string): Promise<string[] | undefined> {
    const response = await this.#call('GET', `/v2/${repository}/tags/list`, [200, 404]);
    if (response.status === 404) return undefined;
    return ((await response.json()) as { tags: string[] | null }).tags ?? [];
  }

  /** The digest of the manifest that a tag points to. */
  async resolve(repository: string, tag: string): Promise<string> {
    const path = `/v2/${repository}/manifests/${tag}`;
    const response = await this.#call('HEAD', path, [200], { headers: { accept: ACCEPT } });
    return headerOf(response, 'docker-content-digest');
  }

  /** A manifest as it is served, by tag or digest; null where the registry does not serve it. */
  async findManifest(
    repository: string,
    reference: string,
  ): Promise<{ digest: string; bytes: Buffer } | null> {
    const path = `/v2/${repository}/manifests/${reference}`;
    const response = await this.#call('GET', path, [200, 404, 500], { headers: { accept: ANY_MANIFEST } });
    const bytes = Buffer.from(await response.arrayBuffer());
    return response.status === 200 ? { digest: headerOf(response, 'docker-content-digest'), bytes } : null;
  }

  /** Whether the registry serves a blob. */
  async hasBlob(repository: string, digest: string): Promise<boolean> {
    const response = await this.#call('HEAD', `/v2/${repository}/blobs/${digest}`, [200, 404]);
    return response.status === 200;
  }

  /** Deletes a manifest, and so every tag that points to it. */
  async deleteManifest(repository: string, digest: string): Promise<void> {
    await this.#call('DELETE', `/v2/${repository}/manifests/${digest}`, [202]);
  }

  /** Asks for a manifest or a tag to be deleted, and says with what status the registry answers. */
  async tryToDelete(repository: string, reference: string): Promise<number> {
    const path = `/v2/${repository}/manifests/${reference}`;
    return (await this.#call('DELETE', path, [202, 400, 404])).status;
  }

  /** Uploads a blob and names it nowhere. */
  async pushBlob(repository: string, bytes: Buffer): Promise<void> {
    const upload = await this.#startUpload(repository);
    upload.searchParams.set('digest', digestOf(bytes));
    await this.#call('PUT', upload.href, [201], { body: new Uint8Array(bytes), headers: OCTETS });
  }

  /** Starts an upload, sends some bytes and walks away. */
  async abandonUpload(repository: string, bytes: Buffer): Promise<void> {
    const upload = await this.#startUpload(repository);
    await this.#call('PATCH', upload.href, [202], { body: new Uint8Array(bytes), headers: OCTETS });
  }

  /** Stores a manifest under a tag, or under its own digest. */
  async putManifest(repository: string, manifest: Content, tag?: string): Promise<void> {
    const { bytes, digest, mediaType } = manifest;
    const path = `/v2/${repository}/manifests/${tag ?? digest}`;
    await this.#call('PUT', path, [201], {
      body: new Uint8Array(bytes),
      headers: { 'content-type': mediaType },
    });
  }

  /** Pushes a whole image in the order clients do: the layers, the config, at last the manifest. */
  async pushImage(repository: string, made: Image, tag: string): Promise<void> {
    for (const one of [...made.layers, made.config]) await this.pushBlob(repository, one.bytes);
    await this.putManifest(repository, made.manifest, tag);
  }

  async #startUpload(repository: string): Promise<URL> {
    const response = await this.#call('POST', `/v2/${repository}/blobs/uploads/`, [202]);
    return new URL(headerOf(response, 'location'), this.#base);
  }

  async #call(method: string, path: string, expected: number[], init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.#base), { ...init, method });
    if (!expected.includes(response.status)) {
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    }
    // An answer nobody reads would keep its connection busy.
    if (method !== 'GET') await response.arrayBuffer();
    return response;
  }
}

const OCTETS = { 'content-type': 'application/octet-stream' };

function headerOf(response: Response, name: string): string {
  const value = response.headers.get(name);
  if (value === null) throw new Error(`${response.url} answered without ${name}`);
  return value;
}
