/** Media types as the OCI image spec 1.1 and distribution spell them. */
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const DOCKER_SCHEMA1 = 'application/vnd.docker.distribution.manifest.v1+json';
const DOCKER_SCHEMA1_SIGNED = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_EMPTY = 'application/vnd.oci.empty.v1+json';

const MANIFESTS = new Set([
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  DOCKER_SCHEMA1,
  DOCKER_SCHEMA1_SIGNED,
  'application/json',
  OCI_MANIFEST,
  OCI_INDEX,
]);

const IMAGE_CONFIGS = new Set([
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
]);

/** True for a descriptor that should lead to a manifest or index; a descriptor without a type may well. */
export function isManifestType(mediaType: string): boolean {
  return mediaType === '' || MANIFESTS.has(mediaType);
}

/** True for the configuration of a container image, as against that of some other artifact. */
export function isImageConfigType(mediaType: string): boolean {
  return IMAGE_CONFIGS.has(mediaType);
}

/**
 * As what a registry serves a manifest (its Content-Type): by the type that the manifest says or, where it says none, by
 * its form. Undefined for what no registry serves.
 */
export function servedType(form: string, mediaType: string | null): string | undefined {
  if (form === 'unparsable') return undefined;
  return mediaType ?? TYPE_OF_FORM[form];
}

const TYPE_OF_FORM: Readonly<Record<string, string>> = {
  schema1: DOCKER_SCHEMA1_SIGNED,
  schema2: DOCKER_MANIFEST,
  'oci-image': OCI_MANIFEST,
  index: OCI_INDEX,
};
