import { describe, expect, it } from 'vitest';
import type { Inspection } from '../../src/inspect/inspection.ts';
import { renderInspect } from '../../src/render/text/inspect.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { madeBy } from '../../src/render/words/made-by.ts';
import { madeDigest } from '../support/made-bytes.ts';

describe('what made a layer', () => {
  it.each([
    ['/bin/sh -c #(nop) ADD file:0eae0dca665c7044b in / ', 'ADD file:0eae0dca665c7044b in /'],
    ['/bin/sh -c apt-get update   &&  apt-get install', 'RUN apt-get update && apt-get install'],
    ['RUN /bin/sh -c make # buildkit', 'RUN make'],
    ['RUN |2 A=1 B=2 /bin/sh -c make # buildkit', 'RUN make'],
    ['|1 A=1 /bin/sh -c make', 'RUN make'],
    ['COPY . /app # buildkit', 'COPY . /app'],
    ['bazel build ...', 'bazel build ...'],
    ['', ''],
  ])('%j is told as %j', (line, told) => expect(madeBy(line)).toBe(told));
});

const layer = (name: string, more: object = {}) => ({
  digest: madeDigest(name),
  bytes: 2048,
  uniqueToThis: true,
  mediaType: null,
  ...more,
});

const IMAGE: Inspection = {
  repository: 'team/\u001b[2Japi',
  tag: '1',
  tags: ['1', '2', '3', '4', '5', '6'],
  digest: madeDigest('image'),
  bytes: 8192,
  uniqueBytes: 2048,
  manifestBytes: 500,
  kind: 'image',
  mediaType: null,
  pushedAt: '2026-01-05T08:00:00.000Z',
  platforms: ['linux/amd64'],
  config: layer('config', {
    created: '2026-01-04T08:00:00.000Z',
    labels: {
      'org.opencontainers.image.source': 'https://git.example/\u009b31m/shop',
      'org.label-schema.version': `1.0 ${'x'.repeat(300)}`,
      maintainer: 'somebody',
    },
  }),
  layers: [
    layer('a', { createdBy: 'RUN /bin/sh -c make && make install && rm -rf /var/lib/apt/lists # buildkit' }),
    layer('b', { uniqueToThis: false, title: 'model\n.bin' }),
    layer('c', { missing: true, bytes: 0, expectedBytes: 4096 }),
    layer('d', { missing: true, bytes: 0, expectedBytes: 4096, foreign: true }),
  ],
  referrers: [
    {
      ...{ digest: madeDigest('sig'), bytes: 100, kind: 'signature', mediaType: null, via: 'tag' },
      ...{ tag: 'sha256-x.sig', repository: 'signatures', referrers: [] },
    },
  ],
  unread: [],
};

const render = (inspection: Inspection, width = 80) =>
  renderInspect({ inspection, complete: true, exitCode: 0 }, makeStyle(width, false));

describe('an image in text', () => {
  it('fits 80 columns, and nothing of it acts on a terminal', () => {
    const text = render(IMAGE);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(text).toMatchInlineSnapshot(`
      "team/\\x1b[2Japi:1
        sha256:e9fa2adc0b767cd6316f4af60131ff0286657d668517df80f5ba2bd308979f78
        image · linux/amd64 · created 2026-01-04 · pushed 2026-01-05
        tagged 1, 2, 3, 4, 5 and 1 more
        8.0 KiB, of which 2.0 KiB only here

        made of           bytes  digest
        image           8.0 KiB  e9fa2adc0b76
        ├─ config       2.0 KiB  e71ef9619b53  only here  created 2026-01-04
        ├─ layer        2.0 KiB  3e32f0c20834  only here  RUN make… /var/lib/apt/lists
        ├─ layer        2.0 KiB  d8cf6afd094c  shared     model\\x0a.bin
        ├─ layer        missing  b41a5ac4b53e  expected 4.0 KiB
        ├─ layer      elsewhere  2352043ace92
        └─ signature      100 B  7ea55f9336d2  attached by its tag…atures:sha256-x.sig

      Labels
        source   https://git.example/\\x9b31m/shop
        version  1.0 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
        1 other label (--json has them)
      "
    `);
  });

  it('says of what was not read why', () => {
    const unread = [
      { code: 'mismatch', digest: IMAGE.config!.digest, detail: madeDigest('else') },
      { code: 'unreadable', digest: IMAGE.digest, detail: 'EIO' },
    ] as const;
    const text = render({ ...IMAGE, unread }, 200);
    expect(text).toMatch(/ config .* damaged: its bytes are not what its digest says/);
    expect(text).toMatch(/ image .* could not be read$/m);
  });

  it('that is missing, refused or repeated says so', () => {
    const { config: _, layers: __, ...bare } = IMAGE;
    expect(render({ ...bare, missing: true, kind: null })).toContain('missing: the blob is not on the disk');
    expect(render({ ...bare, kind: null }, 200)).toContain('could not be read as a manifest');
    const faults = { '3.x': 'unrecognized manifest schema version 1' };
    expect(render({ ...bare, faults }, 200)).toContain(
      'refused by registry 3.x: unrecognized manifest schema',
    );
    const child = { ...bare, cut: 'repeated' as const, platform: 'linux/arm' };
    expect(render({ ...bare, children: [child] }, 200)).toMatch(/├─ linux\/arm .* as above$/m);
  });
});
