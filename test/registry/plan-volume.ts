import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { naiveReferences } from '../support/naive-manifest.ts';
import {
  currentLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
} from '../support/volume-paths.ts';
import { fillRegistry } from './fill-registry.ts';
import {
  type Content,
  content,
  type Image,
  image,
  indexOf,
  layer,
  MEDIA_TYPES,
  manifestOf,
} from './images.ts';
import type { LiveRegistry } from './live-registry.ts';

const DAY_MS = 86_400_000;
const base = layer('plan base', 20_000);
const listed = (...manifests: Content[]) => indexOf(manifests.map((manifest) => ({ manifest, more: {} })));

/** Days since each tag was pushed; all others were 200 days ago, as was what has no tag. */
const AGES: Readonly<Record<string, number>> = {
  'web:v1': 400,
  'web:v2': 300,
  'web:v3': 120,
  'web:v4': 60,
  'web:v5': 20,
  'web:v6': 3,
  'web:latest': 3,
  'web:stable': 40,
  'web:pr-1': 30,
  'web:pr-2': 12,
  'web:pr-3': 100,
  'multi:m1': 100,
  'multi:m2': 10,
  'multi:nested': 150,
  'multi:amd64': 100,
  'signed/web:v1': 300,
  'signed/web:v2': 10,
  'alpine:3.20': 95,
  'alpine:latest': 2,
  'team:1.0': 30,
  'tools/multi:v1': 20,
};

/** What the plans are made for: every kind of image, of many ages, and what `fillRegistry` pushes besides. */
export async function fillForPlans(registry: LiveRegistry): Promise<void> {
  await fillRegistry(registry);
  await pushWeb(registry);
  await pushMulti(registry);
  await pushSigned(registry);
  await pushParts(registry);
  setAges(registry.root);
}

/** A line of versions on one base; three tags share images with others, and one was moved on. */
async function pushWeb({ client }: LiveRegistry): Promise<void> {
  const versions: Image[] = [];
  for (let number = 1; number <= 6; number++) {
    const made = image([base, layer(`web ${number}`, 5_000 + number)]);
    versions.push(made);
    await client.pushImage('web', made, `v${number}`);
  }
  await client.putManifest('web', versions[5]!.manifest, 'latest');
  await client.putManifest('web', versions[1]!.manifest, 'stable');
  await client.putManifest('web', versions[2]!.manifest, 'pr-3');
  for (const name of ['pr-1', 'pr-2']) {
    await client.pushImage('web', image([base, layer(`${name} first`, 7_000)]), name);
    await client.pushImage('web', image([base, layer(name, 6_000)]), name);
  }
  // The same image elsewhere: deleted here, its layers stay.
  await client.pushImage('mirror/web', versions[0]!, 'v1');
}

/** Indexes that share children, one over another, a child with a tag of its own, and an index without a tag. */
async function pushMulti({ client }: LiveRegistry): Promise<void> {
  const [amd64, arm64, riscv, s390x] = ['amd64', 'arm64', 'riscv', 's390x'].map((name) =>
    image([base, layer(`multi ${name}`, 8_000)], name),
  ) as [Image, Image, Image, Image];
  for (const each of [arm64, riscv, s390x, amd64]) await client.pushImage('multi', each, 'amd64');
  await client.putManifest('multi', listed(amd64.manifest, arm64.manifest), 'm1');
  await client.putManifest('multi', listed(arm64.manifest, riscv.manifest), 'm2');
  const inner = listed(riscv.manifest, s390x.manifest);
  await client.putManifest('multi', inner);
  await client.putManifest('multi', listed(inner, amd64.manifest), 'nested');
  await client.putManifest('multi', listed(s390x.manifest));
}

/** Images with cosign's signatures and with a referrer, and a signature of what was never here. */
async function pushSigned({ client }: LiveRegistry): Promise<void> {
  const config = content(MEDIA_TYPES.config, JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] } }));
  await client.pushBlob('signed/web', config.bytes);
  for (const name of ['v1', 'v2', 'nowhere']) {
    const signed = image([base, layer(`signed ${name}`, 9_000)]);
    if (name !== 'nowhere') await client.pushImage('signed/web', signed, name);
    const payload = content('application/vnd.dev.cosign.simplesigning.v1+json', `{"critical":"${name}"}`);
    await client.pushBlob('signed/web', payload.bytes);
    const tag = `${signed.manifest.digest.replace(':', '-')}.sig`;
    await client.putManifest('signed/web', manifestOf(config, [payload]), tag);
    const sbom = content('application/spdx+json', `{"packages":["${name}"]}`);
    await client.pushBlob('signed/web', sbom.bytes);
    const relation = { artifactType: sbom.mediaType, subject: signed.manifest };
    await client.putManifest('signed/web', manifestOf(config, [sbom], relation));
  }
}

/** An artifact that has another image's manifest as a layer, and an image that only a digest names. */
async function pushParts({ client }: LiveRegistry): Promise<void> {
  const part = image([base, layer('part', 4_000)]);
  await client.pushImage('bundle', part, 'part');
  await client.pushBlob('bundle', part.manifest.bytes);
  const config = content('application/vnd.bundle+json', '{}');
  await client.pushBlob('bundle', config.bytes);
  await client.putManifest('bundle', manifestOf(config, [part.manifest]), 'whole');
  const untagged = image([layer('untagged', 12_000)]);
  await client.pushImage('bundle', untagged, 'part');
  await client.putManifest('bundle', part.manifest, 'part');
}

function setAges(root: string): void {
  const under = join(root, REPOSITORIES);
  const set = (path: string, days: number) => {
    const time = new Date(Date.now() - days * DAY_MS);
    utimesSync(path, time, time);
  };
  for (const name of readdirSync(under, { recursive: true, encoding: 'utf8' }))
    if (statSync(join(under, name)).isFile()) set(join(under, name), 200);
  for (const [name, days] of Object.entries(AGES)) {
    const [repository = '', tag = ''] = name.split(':');
    const current = join(root, currentLinkPath(repository, tag));
    const digest = readFileSync(current, 'utf8');
    set(current, days);
    set(join(root, tagHistoryLinkPath(repository, tag, digest)), days);
    const revision = join(root, revisionLinkPath(repository, digest));
    // What several tags lead to was pushed with the last of them.
    if (statSync(revision).mtimeMs < Date.now() - days * DAY_MS) set(revision, days);
  }
}

/** Every revision of the volume as `repository@digest`, sorted. */
export function revisionsIn(root: string): string[] {
  const names = readdirSync(join(root, REPOSITORIES), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => /^(.+)\/_manifests\/revisions\/(\w+)\/(\w+)\/link$/.exec(name))
    .filter((link) => link !== null)
    .map(([, repository, algorithm, hex]) => `${repository}@${algorithm}:${hex}`)
    .sort();
}

/** Those of these revisions that the registry serves with all that they name. */
export async function wholeRevisions(
  { client }: LiveRegistry,
  revisions: readonly string[],
): Promise<string[]> {
  const whole: string[] = [];
  for (const revision of revisions) {
    const [repository = '', digest = ''] = revision.split('@');
    const served = await client.findManifest(repository, digest);
    const { blobs, manifests } = (served && naiveReferences(served.bytes)) ?? {
      blobs: [digest],
      manifests: [],
    };
    const found = await Promise.all([
      ...blobs.map((blob) => client.hasBlob(repository, blob)),
      ...manifests.map(async (manifest) => (await client.findManifest(repository, manifest)) !== null),
    ]);
    if (served !== null && found.every(Boolean)) whole.push(revision);
  }
  return whole;
}
