import * as fs from 'node:fs';
import { sbom } from './artifact-kinds.ts';
import { breakBlob, breakLink } from './damage.ts';
import { type Algorithm, madeDigest } from './made-bytes.ts';
import { MEDIA_TYPES } from './manifest-json.ts';
import { oddManifest } from './odd-manifests.ts';
import { pushLayer } from './push-layer.ts';
import type { IndexChild, LayerOptions } from './push-options.ts';
import { giveSecondName } from './second-name.ts';
import { aVolume, type VolumeBuilder } from './volume-builder.ts';
import type { RandomChild, VolumeOp } from './volume-op.ts';
import { blobPath, REPOSITORIES, revisionLinkPath } from './volume-paths.ts';

/** Does the steps of a random volume in a directory, in order. */
export function buildRandomVolume(dir: string, ops: readonly VolumeOp[]): VolumeBuilder {
  const made: Making = { volume: aVolume(dir), manifests: [] };
  for (const op of ops) perform(made, op);
  return made.volume;
}

interface Making {
  volume: VolumeBuilder;
  /** The manifests pushed so far. */
  manifests: string[];
}

type Steps = { [K in VolumeOp['op']]: (made: Making, op: Extract<VolumeOp, { op: K }>) => void };

function perform<K extends VolumeOp['op']>(made: Making, op: Extract<VolumeOp, { op: K }>): void {
  STEPS[op.op as K](made, op);
}

const STEPS: Steps = {
  image(made, op) {
    const carried = op.carries === undefined ? [] : carriedManifest(made, op.carries);
    const layers = [...op.layers.map(layer), ...carried].map((spec) => named(spec, op.named));
    const image = made.volume.repository(op.repository).image({ ...op, layers });
    made.manifests.push(image.digest);
  },
  index(made, op) {
    const children = op.children.map((child, position) => indexChild(made, op.repository, child, position));
    made.manifests.push(made.volume.repository(op.repository).index({ ...op, children }).digest);
  },
  odd({ volume, manifests }, op) {
    const config = { name: 'odd config', content: '{"odd":true}', mediaType: MEDIA_TYPES.oci.config };
    const pushed = [config, ...op.layers.map(layer)].map((spec) => pushLayer(volume, op.repository, spec));
    const bytes = oddManifest(op.kind, pushed[0]!, pushed.slice(1));
    manifests.push(volume.repository(op.repository).manifest(bytes, op).digest);
  },
  referrer(made, op) {
    const artifact = { ...sbom(picked(made, op.pick), 60), ...op };
    made.manifests.push(made.volume.repository(op.repository).artifact(artifact).digest);
  },
  tag: (made, op) => made.volume.repository(op.repository).tag(op.tag, picked(made, op.pick)),
  deleteManifest: (made, op) => made.volume.repository(op.repository).deleteManifest(picked(made, op.pick)),
  deleteTag: ({ volume }, op) => volume.repository(op.repository).deleteTag(op.tag),
  layerLink: ({ volume }, op) => pushLayer(volume, op.repository, { ...layer(op.layer), stored: op.stored }),
  sha512({ volume }, op) {
    // Kept under its own digest, or, as registries really do it, as a second name of the sha256 one.
    const aliased = op.stored === 'sha256';
    pushLayer(volume, op.repository, { ...layer(op.layer), algorithm: 'sha512', aliased });
  },
  signature(made, op) {
    const digest = picked(made, op.pick);
    const signature = made.volume.writeBlob(`{"signature":"of ${digest}"}`);
    const below = revisionLinkPath(op.repository, digest).replace(/link$/, 'signatures');
    made.volume.writeLink(`${below}/${signature.replace(':', '/')}/link`, signature);
  },
  orphan: ({ volume }, op) => volume.orphan(`orphan ${op.name}`, 50 + op.name),
  upload: ({ volume }, op) => volume.repository(op.repository).upload(op),
  breakLink: (made, op) => breakLink(made.volume, { ...op, other: picked(made, op.pick) }),
  breakBlob: ({ volume }, op) => breakBlob(volume, op),
  removeDirectory: ({ volume }, op) => volume.remove(`${REPOSITORIES}/${op.repository}/${op.which}`),
  stray({ volume }, { path, directory }) {
    if (volume.has(path)) return;
    if (directory) volume.makeDirectory(path);
    else volume.writeFileAt(path, `a stray at ${path}\n`);
  },
  secondName: ({ volume }, op) => giveSecondName(volume, op),
  complete({ volume }) {
    const below = fs.readdirSync(volume.resolve(REPOSITORIES), { recursive: true, encoding: 'utf8' });
    for (const directory of below.filter((name) => name.endsWith('/_manifests'))) {
      const repository = `${REPOSITORIES}/${directory.slice(0, -'/_manifests'.length)}`;
      volume.makeDirectory(`${repository}/_manifests/tags`).makeDirectory(`${repository}/_layers`);
    }
  },
};

function picked({ manifests }: Making, pick: number): string {
  return manifests[pick % manifests.length] ?? madeDigest('no manifest yet');
}

function indexChild(made: Making, repository: string, child: RandomChild, position: number): IndexChild {
  if (child === 'absent') return { listed: madeDigest(`absent child of ${repository}`) };
  if (child === 'attestation') {
    return position === 0
      ? { listed: madeDigest('nothing to attest') }
      : { attests: position - 1, bytes: 30 };
  }
  if ('layer' in child) return { blob: layer(child.layer) };
  if ('aliased' in child) return aliasedChild(made, child.aliased);
  if ('fresh' in child) return { layers: child.fresh.map(layer), linked: child.linked, label: `${position}` };
  const digest = picked(made, child.pick);
  if (child.pushedHere) made.volume.repository(repository).revisionLink(digest);
  return { listed: digest };
}

/** A manifest that was pushed as a blob, and is listed by its sha512. */
function aliasedChild(made: Making, pick: number): IndexChild {
  const data = made.volume.resolve(blobPath(picked(made, pick)));
  if (!fs.existsSync(data)) return { listed: picked(made, pick) };
  const content = fs.readFileSync(data);
  const mediaType = MEDIA_TYPES.oci.manifest;
  return { blob: { name: 'manifest', content, algorithm: 'sha512', aliased: true, mediaType } };
}

/** A manifest as the layer of another, if it is there. */
function carriedManifest(made: Making, pick: number): LayerOptions[] {
  const data = made.volume.resolve(blobPath(picked(made, pick)));
  if (!fs.existsSync(data)) return [];
  return [{ name: 'manifest', content: fs.readFileSync(data), mediaType: MEDIA_TYPES.oci.manifest }];
}

/** A layer as a manifest names it that prefers another algorithm. */
function named(spec: LayerOptions, algorithm: Algorithm): LayerOptions {
  return algorithm === 'sha256' ? spec : { ...spec, algorithm, aliased: true };
}

function layer(number: number): LayerOptions {
  return { name: `layer ${number}`, bytes: 100 + 37 * number };
}
