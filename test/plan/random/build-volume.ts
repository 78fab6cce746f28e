import * as fs from 'node:fs';
import { madeDigest } from '../../support/made-bytes.ts';
import { type Descriptor, MEDIA_TYPES } from '../../support/manifest-json.ts';
import { pushLayer } from '../../support/push-layer.ts';
import type { LayerSpec } from '../../support/push-options.ts';
import type { RepositoryBuilder } from '../../support/repository-builder.ts';
import { aVolume, type VolumeBuilder } from '../../support/volume-builder.ts';
import { blobPath, currentLinkPath, REPOSITORIES, revisionLinkPath } from '../../support/volume-paths.ts';
import type { Age, Child, Step } from './volume-steps.ts';

/** An image that was pushed. */
export interface Pushed {
  readonly repository: string;
  readonly digest: string;
}

/** A volume in the making. */
interface Making {
  readonly volume: VolumeBuilder;
  readonly now: number;
  readonly pushed: Pushed[];
}

/** Makes a volume, and says which images were pushed. */
export function buildVolume(directory: string, steps: readonly Step[], now: number): readonly Pushed[] {
  const made: Making = { volume: aVolume(directory), now, pushed: [] };
  // Without any tag a volume is taken for one whose tags are in a database: one is of a name that nothing can delete.
  at(made, 2)
    .repository('always')
    .image({ layers: ['always'], tag: 'latest' })
    .image({ layers: ['kept'], tag: '-kept' });
  for (const step of steps) perform(made, step);
  return made.pushed;
}

type Steps = { [K in Step['step']]: (made: Making, step: Extract<Step, { step: K }>) => void };

function perform<K extends Step['step']>(made: Making, step: Extract<Step, { step: K }>): void {
  STEPS[step.step as K](made, step);
}

const STEPS: Steps = {
  image(made, { repository, layers, label, tag, subject, carries, age }) {
    const carried = carries === undefined ? undefined : picked(made, carries, repository);
    const specs: LayerSpec[] = layers.map(layer);
    if (carried !== undefined) specs.push(...asLayer(made, carried.digest));
    const about = subject === undefined ? undefined : picked(made, subject, repository)?.digest;
    const to = at(made, age).repository(repository);
    push(made, to.image({ layers: specs, label: `image ${label}`, tag, subject: about }));
  },
  index(made, { repository, label, children, tag, subject, age }) {
    const about = subject === undefined ? undefined : picked(made, subject, repository)?.digest;
    const to = at(made, age).repository(repository);
    const manifests = children.map((child) => describeChild(made, repository, child));
    const index = {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.oci.index,
      manifests,
      annotations: { 'org.example.label': `index ${label}` },
      subject: about === undefined ? undefined : made.volume.describe(about),
    };
    push(made, to.manifest(JSON.stringify(index), { tag }));
  },
  copy(made, { repository, pick, tag, age }) {
    const image = picked(made, pick);
    if (image === undefined) return;
    const to = at(made, age).repository(repository);
    for (const part of partsOf(made, image.digest)) to.layerLink(part);
    to.revisionLink(image.digest);
    if (tag !== undefined) to.tag(tag, image.digest);
    push(made, { name: repository, digest: image.digest });
  },
  tag(made, { repository, pick, tag, age }) {
    const image = picked(made, pick, repository);
    if (image !== undefined) at(made, age).repository(repository).tag(tag, image.digest);
  },
  attach(made, { repository, pick, subject, suffix, age }) {
    const to = picked(made, subject, repository);
    const image = picked(made, pick, repository);
    if (to === undefined || image === undefined) return;
    const [algorithm, hex = ''] = to.digest.split(':');
    const beginning = pick % 2 === 0 ? hex : hex.slice(0, 64);
    at(made, age).repository(repository).tag(`${algorithm}-${beginning}${suffix}`, image.digest);
  },
  sha512(made, { repository, pick, tag, age }) {
    const image = picked(made, pick);
    if (image === undefined || contentOf(made, image.digest) === '') return;
    const to = at(made, age).repository(repository);
    for (const part of partsOf(made, image.digest)) to.layerLink(part);
    const digest = made.volume.writeBlob(contentOf(made, image.digest), 'sha512');
    to.revisionLink(digest);
    if (tag !== undefined) to.tag(tag, digest);
    push(made, { name: repository, digest });
  },
  pushAgain(made, { repository, pick, age }) {
    const image = picked(made, pick, repository);
    if (image !== undefined) at(made, age).repository(repository).revisionLink(image.digest);
  },
  deleteTag: ({ volume }, { repository, tag }) => volume.repository(repository).deleteTag(tag),
  deleteRevision(made, { repository, pick }) {
    const image = picked(made, pick, repository);
    if (image !== undefined) made.volume.remove(revisionLinkPath(repository, image.digest));
  },
  garbage: ({ volume }, { name }) => volume.orphan(`garbage ${name}`, 100 + name),
  breakManifest(made, { pick, how }) {
    const image = picked(made, pick);
    if (image === undefined) return;
    const path = blobPath(image.digest);
    if (how === 'missing') made.volume.remove(path);
    else made.volume.writeFileAt(path, contentOf(made, image.digest).slice(0, 40));
  },
  breakRevision(made, { pick, how }) {
    const image = picked(made, pick);
    if (image === undefined) return;
    const says = how === 'empty' ? '' : (made.pushed[0] as Pushed).digest;
    made.volume.writeLink(revisionLinkPath(image.repository, image.digest), says);
  },
  breakTag({ volume }, { repository, tag, how }) {
    const link = currentLinkPath(repository, tag);
    const directory = link.slice(0, -'/current/link'.length);
    if (how === 'empty') volume.writeLink(link, '');
    if (how === 'hollow') volume.remove(link).makeDirectory(`${directory}/index`);
    if (how === 'file') volume.remove(directory).writeFileAt(directory, 'no tag');
  },
  strayRevision: ({ volume }, { repository }) =>
    volume.writeLink(`${REPOSITORIES}/${repository}/_manifests/revisions/link`, madeDigest('stray')),
  hide: ({ volume }, { repository }) => volume.remove(`${REPOSITORIES}/${repository}/_layers`),
  misname: (made, { pick }) =>
    STEPS.copy(made, { step: 'copy', repository: 'team/Web', pick, tag: 'v1', age: 30 }),
  lose({ volume }, { what, pick }) {
    const all = what === 'layer' ? layersOf(volume) : filesOf(volume, /\/_layers\/.*\/link$/);
    const path = all[pick % all.length];
    if (path !== undefined) volume.remove(path);
  },
  hardLink({ volume }, { pick, other }) {
    const all = layersOf(volume);
    const [path, gone] = [all[pick % all.length], all[other % all.length]];
    if (path !== undefined && gone !== undefined && path !== gone) volume.remove(gone).hardLink(gone, path);
  },
};

/** Paths of blobs that are no JSON. */
function layersOf(volume: VolumeBuilder): string[] {
  return filesOf(volume, /\/data$/).filter((path) => fs.readFileSync(volume.resolve(path))[0] !== 0x7b);
}

function filesOf(volume: VolumeBuilder, path: RegExp): string[] {
  const names = fs.readdirSync(volume.dir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => path.test(name) && fs.statSync(volume.resolve(name)).isFile()).sort();
}

function describeChild(made: Making, repository: string, child: Child): Descriptor {
  if (child === 'absent') return made.volume.describe(madeDigest('an absent child'));
  if ('layer' in child) return pushLayer(made.volume, repository, layer(child.layer));
  const image = picked(made, child.pick, child.isAnywhere ? undefined : repository);
  return made.volume.describe(image?.digest ?? madeDigest('an absent child'));
}

function at({ volume, now }: Making, age: Age): VolumeBuilder {
  return volume.at(new Date(age === null ? 0 : now - age * 86_400_000));
}

function push(made: Making, { name, digest }: Pick<RepositoryBuilder, 'name' | 'digest'>): void {
  made.pushed.push({ repository: name, digest });
  // Where some repositories have no tags/, tags seem to be in a database; without _layers/ a collection ends.
  for (const part of ['_manifests/tags', '_layers'])
    made.volume.makeDirectory(`${REPOSITORIES}/${name}/${part}`);
}

/** One of the images of a repository, or of all. */
function picked({ pushed }: Making, pick: number, repository?: string): Pushed | undefined {
  const all = repository === undefined ? pushed : pushed.filter((each) => each.repository === repository);
  return all[pick % all.length];
}

function layer(number: number): LayerSpec {
  return { name: `layer ${number}`, bytes: 100 + 37 * number };
}

function asLayer(made: Making, digest: string): LayerSpec[] {
  const content = contentOf(made, digest);
  return content === '' ? [] : [{ name: 'carried', content, mediaType: MEDIA_TYPES.oci.manifest }];
}

/** What a manifest refers to and a push links: its config and its layers. */
function partsOf(made: Making, digest: string): string[] {
  const content = contentOf(made, digest);
  const { config, layers = [] } = content === '' ? {} : JSON.parse(content);
  return [config, ...layers].flatMap((part) => part?.digest ?? []);
}

function contentOf({ volume }: Making, digest: string): string {
  const path = volume.resolve(blobPath(digest));
  return fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : '';
}
