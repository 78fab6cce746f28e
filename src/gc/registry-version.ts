import { UsageError } from '../errors.ts';

/** Registries whose collectors behave alike. */
export type RegistryFamily = '2.7-2.8' | '3.x';

/** Minor versions by major version whose collector was compared with the emulation, or has the same code. */
const FAMILIES: ReadonlyArray<{ family: RegistryFamily; major: number; minors: readonly number[] }> = [
  { family: '2.7-2.8', major: 2, minors: [7, 8] },
  { family: '3.x', major: 3, minors: [0, 1] },
];

/**
 * The family of a registry version as operators say it: `2`, `2.8.3`, `v3.1`, `registry:2`.
 * @throws UsageError for versions that are not emulated.
 */
export function familyOf(version: string): RegistryFamily {
  const match = /^(?:.*[:/])?v?(\d+)(?:\.(\d+))?(?:\.\d+)?$/.exec(version);
  const [major, minor] = [match?.[1], match?.[2]].map((part) =>
    part === undefined ? undefined : Number(part),
  );
  const known = FAMILIES.find(
    (each) => each.major === major && (minor === undefined || each.minors.includes(minor)),
  );
  if (known !== undefined) return known.family;
  throw new UsageError(
    `The collector of registry '${version}' is not emulated: 2.7 to 2.8 and 3.0 to 3.1 are. Older ones know neither OCI images nor --delete-untagged.`,
  );
}

/** The families, for a prediction side by side. */
export const REGISTRY_FAMILIES: readonly RegistryFamily[] = FAMILIES.map(({ family }) => family);
