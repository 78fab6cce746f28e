import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { familyOf } from '../../src/gc/registry-version.ts';

const DIGEST = `sha256:${'a3'.repeat(32)}`;

describe('the family of a registry', () => {
  it.each([
    // Numbers.
    ['2', '2.7-2.8'],
    ['2.7', '2.7-2.8'],
    ['2.8.3', '2.7-2.8'],
    ['v2.8.3', '2.7-2.8'],
    ['V2.8.3', '2.7-2.8'],
    [' 2.8.3\n', '2.7-2.8'],
    ['3', '3.x'],
    ['v3.1', '3.x'],
    ['3.1.1', '3.x'],
    ['2.8.x', '2.7-2.8'],
    ['3.x', '3.x'],
    ['2.7-2.8', '2.7-2.8'], // as stowage itself says it
    // Debian, Alpine, Go and make put something behind them.
    ['2.8.2+ds1', '2.7-2.8'],
    ['2.8.2+ds1-1+b1', '2.7-2.8'],
    ['2.8.3-r25', '2.7-2.8'],
    ['3.1.1+unknown', '3.x'],
    ['v3.1.1+unknown', '3.x'],
    ['v2.8.3.m', '2.7-2.8'],
    ['v3.0.0-noopt', '3.x'],
    // Images.
    ['registry:2', '2.7-2.8'],
    ['registry:2.8.3-alpine', '2.7-2.8'],
    [`registry:2.8.3@${DIGEST}`, '2.7-2.8'],
    ['library/registry:3', '3.x'],
    ['docker.io/library/registry:3', '3.x'],
    ['localhost:5000/registry:2', '2.7-2.8'],
    ['harbor.example.com/hub/library/registry:2.8.3', '2.7-2.8'],
    ['registry.gitlab.com/team/docker-registry:3.0', '3.x'],
    ['distribution/distribution:3.0.0', '3.x'],
    ['ghcr.io/distribution/distribution:v3.1.0', '3.x'],
    // What `registry --version` prints.
    ['docker-registry github.com/docker/distribution 2.8.2+ds1', '2.7-2.8'],
    ['registry github.com/docker/distribution v2.8.3+unknown', '2.7-2.8'],
    ['/bin/registry github.com/distribution/distribution/v3 v3.0.0', '3.x'],
    // Pre-releases with the collector of the release.
    ['3.0.0-rc.1', '3.x'],
    ['distribution/distribution:3.0.0-rc.4', '3.x'],
    ['2.8.0-beta.1', '2.7-2.8'],
    ['2.7.0-rc.0', '2.7-2.8'],
  ])('%j is %s', (text, family) => {
    expect(familyOf(text)).toBe(family);
  });

  it.each([
    ['1', 'is not emulated'],
    ['2.6', 'is not emulated'],
    ['2.6.2', 'is not emulated'],
    ['registry:2.6', 'is not emulated'],
    ['3.2', 'is not emulated'],
    ['4', 'is not emulated'],
    ['28.3', 'is not emulated'],
    ['3.0.0-alpha.1', 'a pre-release before 3.0.0-rc.1'],
    ['registry:3.0.0-beta.1', 'a pre-release before 3.0.0-rc.1'],
    ['v2.7.0-1993-g8857a194', 'a build between releases'], // of 3.x, before it had a number
    ['registry github.com/docker/distribution v2.7.1-17-gbcbcd1bf.m', 'a build between releases'],
    // Other registries, and their numbers.
    ['goharbor/registry-photon:v2.8.2', 'another registry'],
    ['harbor:2.8', 'another registry'],
    ['v3.0.0-gitlab', 'another registry'],
    ['registry.gitlab.com/gitlab-org/build/cng/gitlab-container-registry:v3.0.0', 'another registry'],
    ['openshift/ose-docker-registry:v3.1', 'another registry'],
    ['quay.io/projectquay/quay:v3.1.0', 'another registry'],
    // No version.
    ['', 'Which version'],
    ['latest', 'Which version'],
    ['registry', 'Which version'],
    ['registry:latest', 'Which version'],
    ['docker.io/library/registry', 'Which version'],
    ['docker.io/library/registry:', 'Which version'],
    [`registry@${DIGEST}`, 'Which version'],
    ['ghcr.io/distribution/distribution:edge', 'Which version'],
    ['localhost:5000', 'Which version'],
    ['zot:v2.8', 'Which version'],
    ['2.8.3:2', 'Which version'],
    ['two', 'Which version'],
    ['two point eight', 'Which version'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => familyOf(text)).toThrow(UsageError);
    expect(() => familyOf(text)).toThrow(message);
  });
});
