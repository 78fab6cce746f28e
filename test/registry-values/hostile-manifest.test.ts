import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OCI_INDEX, OCI_MANIFEST } from '../../src/registry/manifest/media-types.ts';
import { parseManifest } from '../../src/registry/manifest/read-manifest.ts';
import { madeDigest } from '../support/made-bytes.ts';

const [CONFIG, LAYER, CHILD] = ['config', 'layer', 'child'].map((name) => madeDigest(name)) as [
  string,
  string,
  string,
];
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: CONFIG, size: 7 };
const layers = [{ digest: LAYER, size: 20 }];
const manifests = [{ digest: CHILD, size: 500 }];

describe('keys', () => {
  it.each([
    ['in capitals', `{"SCHEMAVERSION":2,"CONFIG":{"DIGEST":"${CONFIG}"},"LAYERS":[{"DIGEST":"${LAYER}"}]}`],
    [
      'with a long s',
      `{"\u017fchemaVer\u017fion":2,"config":{"dige\u017ft":"${CONFIG}"},"layer\u017f":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'twice: the later one counts',
      `{"schemaVersion":2,"config":{"digest":"${CHILD}"},"Config":{"digest":"${CONFIG}"},"layers":[{"digest":"${CHILD}","Digest":"${LAYER}"}]}`,
    ],
    [
      'twice: structs are merged',
      `{"schemaVersion":2,"config":{"digest":"${CONFIG}"},"config":{"size":1},"layers":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'twice: null takes nothing back',
      `{"schemaVersion":2,"schemaVersion":null,"config":{"digest":"${CONFIG}"},"config":null,"layers":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'behind true, false, null and numbers of any writing',
      `{ "schemaVersion":2,"a":{"b":true},"c":[false],"d":{"e":null},"f":[1e+5,-0.25],"config":{"digest":"${CONFIG}"},"layers":[{"digest":"${LAYER}"}]}`,
    ],
    [
      'named as what every object has',
      `{"schemaVersion":2,"__proto__":{"config":1},"constructor":1,"config":{"digest":"${CONFIG}"},"layers":[{"digest":"${LAYER}"}]}`,
    ],
  ])('%s', (_, text) => {
    expect(parseText(text).references.map(({ digest }) => digest)).toEqual([CONFIG, LAYER]);
  });

  it('do not reach the prototype of anything', () => {
    parseText('{"schemaVersion":2,"__proto__":{"polluted":1},"config":{"__proto__":{"polluted":1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('a hostile manifest', () => {
  const nested = (levels: number) =>
    `{"schemaVersion":2,"config":{"digest":"${CONFIG}"},"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  it('may nest 10,000 deep and no deeper, as Go allows', () => {
    expect(parseText(nested(10_000)).form).toBe('oci-image');
    expect(parseText(nested(10_001)).form).toBe('unparsable');
  });

  it('of 4 MiB of brackets is refused and does not exhaust the stack', () => {
    const half = 2 * 1024 * 1024;
    expect(parseText('['.repeat(half) + ']'.repeat(half)).form).toBe('unparsable');
    expect(parseText('{"a":'.repeat(half / 3)).form).toBe('unparsable');
  });

  it('is parsed or refused, and never throws', () => {
    const document = fc.oneof(fc.json(), fc.string(), manifestLike());
    fc.assert(
      fc.property(document, (text) => {
        const { form, references } = parseText(text);
        expect(typeof form).toBe('string');
        for (const { digest } of references) expect(typeof digest).toBe('string');
      }),
      { numRuns: 1000 },
    );
  });

  it('that was torn at any place still refers to every digest that is whole in it', () => {
    const text = JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers });
    for (let length = 0; length < text.length; length++) {
      const torn = text.slice(0, length);
      const whole = [CONFIG, LAYER].filter((digest) => torn.includes(digest));
      expect(parseText(torn).references.map(({ digest }) => digest)).toEqual(whole);
    }
  });
});

/** Documents with the right keys and values of any type. */
function manifestLike(): fc.Arbitrary<string> {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(CONFIG, config, layers, manifests, 2, 1, OCI_INDEX));
  const key = fc.constantFrom(
    'schemaVersion',
    'mediaType',
    'config',
    'layers',
    'manifests',
    'fsLayers',
    'digest',
  );
  return fc.dictionary(key, value).map((entries) => JSON.stringify({ schemaVersion: 2, ...entries }));
}

function parseText(text: string) {
  return parseManifest(Buffer.from(text));
}
