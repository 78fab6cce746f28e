import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigestListReader, DigestListWriter, packDigests } from '../../src/registry/digest-list.ts';
import { madeDigest } from '../support/made-bytes.ts';

const digest = fc
  .tuple(fc.nat(50), fc.constantFrom('sha256' as const, 'sha384' as const, 'sha512' as const))
  .map(([name, algorithm]) => madeDigest(`blob ${name}`, algorithm));
const anything = fc.string({ unit: 'binary', maxLength: 80 });

describe('a digest list', () => {
  it('gives back what was put in, digests and texts that are none', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(digest, anything), { maxLength: 200 }), (texts) => {
        expect(textsOf(packDigests(texts))).toEqual(texts);
      }),
    );
  });

  it('tells a text that is no digest from a digest', () => {
    const list = new DigestListReader(
      packDigests([madeDigest('a'), 'latest', '', madeDigest('b', 'sha512')]),
    );
    const isVerbatim: boolean[] = [];
    while (list.next()) isVerbatim.push(list.isVerbatim);
    expect(isVerbatim).toEqual([false, true, true, false]);
  });

  it('takes 33 bytes for a sha256', () => {
    expect(packDigests(Array(1000).fill(madeDigest('a'))).length).toBe(33_000);
  });

  it('counts what it holds', () => {
    const writer = new DigestListWriter();
    for (let count = 0; count < 100; count++) {
      expect(writer.count).toBe(count);
      writer.append(count % 2 === 0 ? madeDigest(`${count}`) : `no digest ${count}`);
    }
  });

  it('does not change after it was finished, whatever is appended', () => {
    const writer = new DigestListWriter();
    writer.append(madeDigest('first'));
    const first = writer.finish();
    writer.append(madeDigest('second'));
    expect(textsOf(first)).toEqual([madeDigest('first')]);
    expect(textsOf(writer.finish())).toEqual([madeDigest('first'), madeDigest('second')]);
  });

  it('holds a text longer than its first buffer', () => {
    const long = 'x'.repeat(100_000);
    expect(textsOf(packDigests([madeDigest('a'), long, madeDigest('b')]))).toEqual([
      madeDigest('a'),
      long,
      madeDigest('b'),
    ]);
  });

  it('reads a list that lies inside a larger buffer', () => {
    const list = packDigests([madeDigest('a'), 'b']);
    const larger = Buffer.concat([Buffer.alloc(7, 0x20), list, Buffer.alloc(7, 0x20)]);
    expect(textsOf(larger.subarray(7, 7 + list.length))).toEqual([madeDigest('a'), 'b']);
  });

  it('takes digests by their hex and by their raw bytes, also beyond its first buffer', () => {
    const writer = new DigestListWriter();
    const digests = Array.from({ length: 200 }, (_, at) =>
      madeDigest(`${at}`, at % 2 === 0 ? 'sha256' : 'sha512'),
    );
    for (const [at, text] of digests.entries()) {
      const [algorithm = '', hex = ''] = text.split(':');
      if (at % 3 === 0) writer.appendHex(algorithm, hex);
      else writer.appendRaw(Buffer.from(hex, 'hex'));
    }
    expect([writer.count, textsOf(writer.finish())]).toEqual([200, digests]);
  });

  it('can be cut at a mark, and goes on from there', () => {
    const writer = new DigestListWriter();
    writer.append(madeDigest('first'));
    const mark = writer.mark();
    writer.append('no digest');
    writer.append(madeDigest('second'));
    expect(textsOf(writer.cut(mark))).toEqual(['no digest', madeDigest('second')]);
    writer.append(madeDigest('third'));
    expect([writer.count, textsOf(writer.finish())]).toEqual([2, [madeDigest('first'), madeDigest('third')]]);
  });

  it('frames the raw bytes of a digest', () => {
    const reader = new DigestListReader(packDigests(['before', madeDigest('a')]));
    reader.next();
    reader.next();
    const raw = reader.bytes.subarray(reader.offset, reader.offset + reader.length);
    expect(`sha256:${raw.toString('hex')}`).toBe(madeDigest('a'));
  });
});

function textsOf(list: Uint8Array): string[] {
  const reader = new DigestListReader(list);
  const texts: string[] = [];
  while (reader.next()) texts.push(reader.text());
  return texts;
}
