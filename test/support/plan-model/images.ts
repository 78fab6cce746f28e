import type { ModelRepository, ModelTag, ModelVolume } from './volume.ts';

/** One revision of one repository. */
export interface ModelImage {
  readonly repository: ModelRepository;
  readonly digest: string;
  readonly tags: readonly ModelTag[];
  readonly ordinary: readonly ModelTag[];
  /** The digests that it is attached to. */
  readonly subjects: readonly string[];
}

const LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** All images of a volume: what a revision link or a tag names. */
export function imagesOf(volume: ModelVolume): ModelImage[] {
  return volume.repositories.flatMap((repository) => {
    const digests = new Set([...repository.revisions.keys(), ...repository.tags.map(({ target }) => target)]);
    return [...digests].sort().map((digest) => imageOf(volume, repository, digest));
  });
}

function imageOf(volume: ModelVolume, repository: ModelRepository, digest: string): ModelImage {
  const tags = repository.tags.filter(({ target }) => target === digest);
  const subjects = new Set(tags.flatMap((tag) => subjectsOfTag(volume, repository, tag) ?? []));
  const { subject } = volume.manifest(digest) ?? {};
  if (subject !== undefined) subjects.add(subject);
  const ordinary = tags.filter((tag) => subjectsOfTag(volume, repository, tag) === undefined);
  return { repository, digest, tags, ordinary, subjects: [...subjects].sort() };
}

/** What an attached tag is attached to: a digest, or all of the repository that begin as it says; undefined for others. */
function subjectsOfTag(
  volume: ModelVolume,
  repository: ModelRepository,
  { name, target }: ModelTag,
): string[] | undefined {
  const [, algorithm = '', hex = '', suffix] =
    /^(sha256|sha384|sha512)-([0-9a-f]+)(\.sig|\.att|\.sbom)?$/.exec(name) ?? [];
  const whole = LENGTHS[algorithm];
  if (hex.length !== whole && hex.length !== 64) return undefined;
  if (suffix === undefined && volume.manifest(target)?.kind !== 'index') return undefined;
  const beginning = `${algorithm}:${hex}`;
  if (target.startsWith(beginning)) return undefined;
  if (hex.length === whole) return [beginning];
  const here = [...repository.revisions.keys(), ...repository.tags.map((tag) => tag.target)];
  const meant = here.filter((digest) => digest.startsWith(beginning));
  return meant.length > 0 ? [...new Set(meant)] : [beginning];
}

/** The images that an image is attached to: of its own repository or, where none is there, of all others. */
export function attachedTo(image: ModelImage, all: readonly ModelImage[]): ModelImage[] {
  return image.subjects.flatMap((subject) => {
    const named = all.filter(({ digest }) => digest === subject);
    const own = named.filter(({ repository }) => repository === image.repository);
    return own.length > 0 ? own : named;
  });
}

/** Manifests that an index lists, those that these list, and so on. */
export function listedBelow(volume: ModelVolume, digest: string): Set<string> {
  const listed = new Set<string>();
  const visit = (index: string): void => {
    for (const child of volume.manifest(index)?.children ?? []) {
      if (listed.has(child)) continue;
      listed.add(child);
      visit(child);
    }
  };
  visit(digest);
  return listed;
}
