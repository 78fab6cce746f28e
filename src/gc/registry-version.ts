import { UsageError } from '../errors.ts';
import type { RegistryFamily } from '../registry/family.ts';

// For answers and the library, which do not import registry/.
export type { RegistryFamily } from '../registry/family.ts';

/** Minor versions by major version whose collector was compared with the emulation, or has the same code. */
const FAMILIES: ReadonlyArray<{ family: RegistryFamily; major: number; minors: readonly number[] }> = [
  { family: '2.7-2.8', major: 2, minors: [7, 8] },
  { family: '3.x', major: 3, minors: [0, 1] },
];

/** The families, for a prediction side by side. */
export const REGISTRY_FAMILIES: readonly RegistryFamily[] = FAMILIES.map(({ family }) => family);

const IMAGE_DIGEST = /@[a-z0-9]+:[0-9a-f]{32,}$/i;
/** A version, and what packagers, image builders and git put behind one. */
const VERSION = /^v?(\d+)(?:\.(\d+|x))?(?:\.(?:\d+|x))?([-+.~].*)?$/i;
/** Images and packages of distribution, as people mirror them; those of other registries have numbers of their own. */
const DISTRIBUTION = /registry|distribution/i;
const OTHER_REGISTRY = /gitlab|goharbor|^harbor|\/harbor|openshift|(?:^|\/)ose-|quay/i;

/**
 * The family of a registry version as people and programs say it: `2`, `2.8.3`, `v3.1`, `registry:2`, Debian's
 * `2.8.2+ds1`, `docker.io/library/registry:3@sha256:...`, what `registry --version` prints.
 * @throws UsageError for versions that are not emulated, and for what names none.
 */
export function familyOf(text: string): RegistryFamily {
  const known = REGISTRY_FAMILIES.find((family) => family === text);
  if (known !== undefined) return known;
  const version = versionIn(text);
  const [, major = '', minor, suffix = ''] = VERSION.exec(version) ?? [];
  const isNumber = minor !== undefined && minor.toLowerCase() !== 'x';
  const family = FAMILIES.find(
    (each) => each.major === Number(major) && (!isNumber || each.minors.includes(Number(minor))),
  );
  if (family === undefined)
    throw new UsageError(`The collector of registry '${text}' is not emulated: ${OTHERS}`);
  assertReleased(text, family.family, suffix);
  return family.family;
}

const OTHERS = '2.7 to 2.8 and 3.0 to 3.1 are. Older ones know neither OCI images nor --delete-untagged.';

/** The version in the name of an image, in a package's, or in a line that tells one. */
function versionIn(text: string): string {
  const words = text.trim().replace(IMAGE_DIGEST, '').split(/\s+/);
  if (words.some((word) => OTHER_REGISTRY.test(withoutHost(word)))) {
    throw new UsageError(
      `'${text}' is another registry than distribution's: its collector is not emulated, whatever its number.`,
    );
  }
  const version =
    words.length > 1 ? words.findLast((word) => /^v?\d/i.test(word)) : versionOfImage(words[0] ?? '');
  if (version !== undefined && VERSION.test(version)) return version;
  throw new UsageError(
    `Which version is '${text}'? 'registry --version' tells, in its container or on its host: name that, such as 2.8.3 or 3.1.1.`,
  );
}

/** A word that names an image: its tag, where the image is one of distribution's. */
function versionOfImage(word: string): string | undefined {
  if (/^v?\d/i.test(word) && !word.includes('/') && !word.includes(':')) return word;
  const name = word.slice(word.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon > 0 && DISTRIBUTION.test(name.slice(0, colon)) ? name.slice(colon + 1) : undefined;
}

/** A host may be called after the product that serves it, and serve images of others. */
function withoutHost(word: string): string {
  const slash = word.indexOf('/');
  return /[.:]/.test(word.slice(0, Math.max(slash, 0))) ? word.slice(slash + 1) : word;
}

/**
 * Refuses builds whose collector is none of a release's. 3.0.0-rc.1 to rc.4 have that of 3.0.0 (`git diff v3.0.0-rc.1
 * v3.0.0` of registry/storage/garbagecollect.go: only what it prints); the dry run of 3.0.0-beta.1 deletes layer links, and
 * 3.0.0-alpha.1 knows no indexes. The pre-releases of 2.7 and 2.8 have the collector of their releases. What git calls
 * `v2.7.0-1993-g8857a194` is a commit of any branch after a release: 3.x was built under such names.
 */
function assertReleased(text: string, family: RegistryFamily, suffix: string): void {
  const isCommit = /^-\d+-g[0-9a-f]{6,}/i.test(suffix);
  const isEarly = family === '3.x' && /^[-~](?:alpha|beta|dev|pre)/i.test(suffix);
  if (!isCommit && !isEarly) return;
  const why = isCommit ? 'a build between releases' : 'a pre-release before 3.0.0-rc.1';
  throw new UsageError(`The collector of registry '${text}' is not emulated: it is ${why}.`);
}
