import { describe, expect, it } from 'vitest';
import { isUnknownType, withoutPanic } from '../../src/registry/manifest/manifest-decoding.ts';
import { DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST } from '../../src/registry/manifest/media-types.ts';
import { parseManifest } from '../../src/registry/manifest/read-manifest.ts';

/** What each family says is wrong with a manifest. */
function faultsOf(text: string): Array<string | undefined> {
  const { fault2x, fault3x } = parseManifest(Buffer.from(text));
  return [fault2x, fault3x];
}

const both = (fault: string | undefined) => [fault, fault];
const FINE = [undefined, undefined];
const image = (members: string) => `{"schemaVersion":2,"mediaType":"${OCI_MANIFEST}",${members}}`;
const ofSize = (size: string) => image(`"config":{"size":${size}}`);

describe('why a manifest is refused is told, of 2.x and 3.x', () => {
  it.each([
    ['', both('unexpected end of JSON input')],
    ['{', both('not valid JSON')],
    ['7', both('a number where an object belongs')],
    ['[]', both('a list where an object belongs')],
    ['null', both('unrecognized manifest schema version 0')],
    ['{"schemaVersion":3}', both('unrecognized manifest schema version 3')],
    ['{"schemaVersion":2,"mediaType":"text"}', both('unrecognized manifest content type text')],
    ['{"schemaVersion":2,"mediaType":7}', both('a number where a string belongs')],
    ['{"schemaVersion":"2"}', both('a string where an integer belongs')],
    ['{"schemaVersion":2.5}', both('a number where an integer belongs')],
    ['{"schemaVersion":2.0}', both('a number where an integer belongs')],
    ['{"schemaVersion":true}', both('a boolean where an integer belongs')],
    ['{"schemaVersion":2,"manifests":7}', both('panic: a number where a list belongs')],
    ['{ "schemaVersion":2,"x":[true,false,null]}', FINE],
    [image('"layers":{}'), both('a object where a list belongs')],
    [image('"config":[]'), both('a list where an object belongs')],
    [image('"config":{"annotations":{"a":7}}'), both('a number where a string belongs')],
    [`{"schemaVersion":2,"mediaType":"${OCI_INDEX}","manifests":7}`, both('a number where a list belongs')],
    [
      `{"schemaVersion":2,"mediaType":"${DOCKER_MANIFEST}","layers":7}`,
      both('a number where a list belongs'),
    ],
  ])('%s', (text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it.each([
    ['9007199254740992', FINE],
    ['9223372036854775807', FINE],
    ['-9223372036854775808', FINE],
    ['9223372036854775808', both('a number where a 64-bit integer belongs')],
    ['-9223372036854775809', both('a number where a 64-bit integer belongs')],
    ['1e2', both('a number where an integer belongs')],
    ['1e+2', both('a number where an integer belongs')],
  ])('a size of %s', (size, faults) => {
    expect(faultsOf(ofSize(size))).toEqual(faults);
  });

  it.each(['', 'AAAA', 'AAA=', 'AA==', 'AAAAAA==', 'AAAA\\nAAA=', '+/9z'])('data of %j is base64', (data) => {
    expect(faultsOf(image(`"config":{"data":"${data}"}`))).toEqual(FINE);
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'AAAA=',
    'AAA==',
    '=AAA',
    'AA==AA==',
    '!AAA',
    'AAAA!A==',
    'AAAAAA!=',
    'AAAA!AA=',
  ])('data of %j is no base64 to 3.x', (data) => {
    expect(faultsOf(image(`"config":{"data":"${data}"}`))).toEqual([undefined, 'illegal base64 data']);
  });

  it.each([
    ['[0,12,255,null]', undefined],
    ['[256]', 'a number where a byte belongs'],
    ['[-1]', 'a number where a byte belongs'],
    ['[1.5]', 'a number where a byte belongs'],
    ['["1"]', 'a string where a byte belongs'],
    ['[[]]', 'a list where a byte belongs'],
    ['7', 'a number where base64 data belongs'],
  ])('data of %s, to 3.x', (data, fault) => {
    expect(faultsOf(image(`"config":{"data":${data}}`))).toEqual([undefined, fault]);
  });

  it.each([
    [' {"schemaVersion":1}', 'white space before a schema 1 manifest'],
    ['{"schemaVersion":1,"x":[{"y":1e999}]}', 'number out of range in a schema 1 manifest'],
    ['{"schemaVersion":1,"x":[{"y":1.50e999}]}', 'number out of range in a schema 1 manifest'],
    ['{"schemaVersion":1,"x":[{"y":1e99}]}', undefined],
    ['{"schemaVersion":1,"history":[{"v1Compatibility":7}]}', 'a number where a string belongs'],
  ])('schema 1, which 3.x does not read: %s', (text, fault) => {
    expect(faultsOf(text)).toEqual([fault, 'unrecognized manifest schema version 1']);
  });
});

it('an unknown type is told from other faults, and what panics from what fails', () => {
  expect(['unrecognized manifest schema version 0', 'not valid JSON'].map(isUnknownType)).toEqual([
    true,
    false,
  ]);
  expect(['panic: a number', 'a number'].map(withoutPanic)).toEqual(['a number', 'a number']);
});
