import { expect, it } from 'vitest';
import { servedType } from '../../src/registry/manifest/media-types.ts';

const SCHEMA1 = 'application/vnd.docker.distribution.manifest.v1+json';
const OCI = 'application/vnd.oci.image.manifest.v1+json';

it.each([
  ['schema1', null, 'application/vnd.docker.distribution.manifest.v1+prettyjws'],
  ['schema2', null, 'application/vnd.docker.distribution.manifest.v2+json'],
  ['oci-image', null, OCI],
  ['index', null, 'application/vnd.oci.image.index.v1+json'],
  // What a manifest says of itself counts, but for what no registry reads.
  ['schema1', SCHEMA1, SCHEMA1],
  ['unparsable', OCI, undefined],
  ['unparsable', null, undefined],
])('a manifest of the form %s that says %s is served as %s', (form, said, served) => {
  expect(servedType(form, said)).toBe(served);
});
