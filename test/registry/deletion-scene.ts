import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emitPlan } from '../../src/emit/emit-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { currentLinkPath, REPOSITORIES } from '../support/volume-paths.ts';
import { answersTo } from './answers.ts';
import { EmittedScript } from './emitted-script.ts';
import { planToDelete } from './handmade-plan.ts';
import { type Content, content, image, indexOf, layer, MEDIA_TYPES, manifestOf } from './images.ts';
import type { LiveRegistry } from './live-registry.ts';
import { type PulledTag, pullTags } from './pulls.ts';
import { pullAll } from './skopeo.ts';

const ORIGIN = { version: '0.1.0', volume: '/srv/registry', asked: '--match old' };
const base = layer('scene', 3_000);
const made = (name: string) => image([base, layer(name, 1_000)]);
const listed = (...manifests: Content[]) => indexOf(manifests.map((manifest) => ({ manifest, more: {} })));

const images = {
  kept: made('kept'),
  old: made('old'),
  amd64: made('amd64'),
  arm64: made('arm64'),
  riscv: made('riscv'),
};
const { kept, old, amd64, arm64, riscv } = images;
const config = content(MEDIA_TYPES.config, JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] } }));
const payload = content('application/vnd.dev.cosign.simplesigning.v1+json', '{"critical":"old"}');

/** The manifests of the scene. `app` has all, and `team/app:v1` is `old` too. */
export const SCENE = {
  kept: kept.manifest,
  /** Under two tags. */
  old: old.manifest,
  signature: manifestOf(config, [payload]),
  amd64: amd64.manifest,
  arm64: arm64.manifest,
  riscv: riscv.manifest,
  multi: listed(amd64.manifest, arm64.manifest),
  oldMulti: listed(amd64.manifest, riscv.manifest),
};

/** The tag under which cosign keeps the signature of a manifest. */
export const signatureTag = ({ digest }: Content): string => `${digest.replace(':', '-')}.sig`;

/** What can be deleted without harm, in the order of a plan. */
export const DELETABLE = [SCENE.oldMulti, SCENE.riscv, SCENE.old, SCENE.signature];

/** A small registry that is set back to the same volume again and again. */
export class DeletionScene {
  readonly registry: LiveRegistry;
  readonly url: string;
  /** What could be pulled at first. */
  before: PulledTag[] = [];
  readonly #saved: string;
  #files = 0;

  private constructor(registry: LiveRegistry) {
    this.registry = registry;
    this.url = `http://${registry.address}`;
    this.#saved = join(registry.work, 'saved');
  }

  /** Fills an empty registry. */
  static async fill(registry: LiveRegistry): Promise<DeletionScene> {
    const scene = new DeletionScene(registry);
    const { client } = registry;
    for (const each of Object.values(images)) await client.pushImage('app', each, 'latest');
    for (const each of [config, payload]) await client.pushBlob('app', each.bytes);
    await client.putManifest('app', SCENE.kept, 'latest');
    await client.putManifest('app', SCENE.kept, 'keep');
    await client.putManifest('app', SCENE.multi, 'multi');
    await client.putManifest('app', SCENE.oldMulti, 'old-multi');
    await client.putManifest('app', SCENE.old, 'v1');
    await client.putManifest('app', SCENE.old, 'v1.0');
    await client.putManifest('app', SCENE.signature, signatureTag(SCENE.old));
    await client.pushImage('team/app', old, 'v1');
    scene.before = await pullTags(registry.root, client);
    cpSync(registry.root, scene.#saved, { recursive: true, preserveTimestamps: true });
    return scene;
  }

  /**
   * Sets back what a script or another client changes, under the running registry, which remembers nothing of it. Blobs
   * are only ever added here.
   */
  reset(): void {
    const { root } = this.registry;
    rmSync(join(root, REPOSITORIES), { recursive: true });
    const options = { recursive: true, preserveTimestamps: true };
    cpSync(join(this.#saved, REPOSITORIES), join(root, REPOSITORIES), options);
  }

  /** A plan to delete these from `app`. */
  plan(...manifests: Content[]): Plan {
    return planToDelete(
      this.registry.root,
      manifests.map(({ digest }) => ['app', digest]),
    );
  }

  /** Puts a tag into the volume, under a name that no client can push. */
  makeTag(name: string, { digest }: Content): void {
    const link = join(this.registry.root, currentLinkPath('app', name));
    mkdirSync(dirname(link), { recursive: true });
    writeFileSync(link, digest);
  }

  /** The script of a plan, in an empty directory. */
  script(plan: Plan): EmittedScript {
    this.#files += 1;
    return new EmittedScript(join(this.registry.work, `script-${this.#files}`), emitPlan(plan, 'sh', ORIGIN));
  }

  /** Shell text by which another client pushes a manifest to `app`. */
  push(manifest: Content, reference = manifest.digest): string {
    this.#files += 1;
    const file = join(this.registry.work, `manifest-${this.#files}`);
    writeFileSync(file, manifest.bytes);
    return `curl -sSf -X PUT -H 'Content-Type: ${manifest.mediaType}' --data-binary '@${file}' '${this.url}/v2/app/manifests/${reference}'\n`;
  }

  /** Shell text by which another client deletes an image of `app`. */
  delete({ digest }: Content): string {
    return `curl -sSf -X DELETE '${this.url}/v2/app/manifests/${digest}'\n`;
  }

  /** The digest that a tag of `app` leads to, or undefined. */
  async resolve(tag: string): Promise<string | undefined> {
    return (await this.registry.client.findManifest('app', tag))?.digest;
  }

  /** Whether all that is deletable is deleted. */
  async areGone(): Promise<boolean> {
    const found = DELETABLE.map(({ digest }) => this.registry.client.findManifest('app', digest));
    return (await Promise.all(found)).every((manifest) => manifest === null);
  }

  /** The tags of `app` through which all can be pulled now that there is, by HTTP. */
  async tagsThatPull(): Promise<PulledTag[]> {
    const pulled = await pullTags(this.registry.root, this.registry.client);
    return pulled.filter(({ repository, pulls }) => repository === 'app' && isWhole(pulls));
  }

  /** The tags of `app` through which all can be pulled now that there is, first by HTTP and then by skopeo. */
  async wholeTags(): Promise<string[]> {
    const { registry } = this;
    const pulled = await this.tagsThatPull();
    const isNested = ({ pulls }: PulledTag) =>
      pulls.some(({ children }) =>
        pulls.some((each) => each.children.length > 0 && children.includes(each.digest)),
      );
    // An index over an index is beyond skopeo.
    await pullAll(
      registry.address,
      pulled.filter((each) => !isNested(each)),
      join(registry.work, 'pulled'),
    );
    return pulled.map(({ tag }) => tag);
  }

  /** Tags of `app` that could be pulled whole at first and cannot be any more. */
  async lostTags(): Promise<string[]> {
    const whole = await this.wholeTags();
    const tags = this.before.filter(({ repository }) => repository === 'app').map(({ tag }) => tag);
    return tags.filter((tag) => !whole.includes(tag));
  }

  /** Everything that the registry answers to the names of the scene, byte for byte. */
  async answers(): Promise<Record<string, string>> {
    const names = Object.values(SCENE).map(({ digest }) => `app/manifests/${digest}`);
    for (const { repository, tag } of this.before) names.push(`${repository}/manifests/${tag}`);
    return answersTo(this.url, [...names, `team/app/manifests/${SCENE.old.digest}`]);
  }
}

function isWhole(pulls: PulledTag['pulls']): boolean {
  const own = new Set(pulls.map(({ digest }) => digest));
  return pulls.every(({ children }) => children.every((child) => own.has(child)));
}
