import { isDeepStrictEqual } from 'node:util';
import { readImageConfig } from '../../../../src/registry/manifest/image-config.ts';
import { readKeptConfig } from '../../../../src/registry/manifest/kept-config.ts';
import { imageConfigJson } from '../../../support/manifest-json.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';
import { isStraightforward, jsonIn } from '../models/json-model.ts';

const LINUX = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const LAYERS = [1, 2, 3].map((each) => `sha256:${`${each}`.repeat(64)}`);
const LABELS = {
  'org.opencontainers.image.source': 'https://git.example.com/team/app',
  'org.opencontainers.image.version': '1.10',
  other: 'label',
};
const DETAILS = {
  labels: LABELS,
  history: ['COPY . /app', 'RUN make', ''],
  created: '2026-01-05T08:00:00.123+05:45',
};

/** Configs of images. */
export const configs: Target = {
  name: 'configs',
  files: ['image-config', 'kept-config', 'plain-json'].map((name) => `registry/manifest/${name}.ts`),
  seeds: [
    imageConfigJson(LINUX, LAYERS, 'one', DETAILS),
    imageConfigJson(LINUX, LAYERS.slice(1), 'two'),
    imageConfigJson({ os: '', architecture: '' }, [], 'none', { created: '0001-01-01T00:00:00Z' }),
    '{"history":[{"created_by":"a","empty_layer":true},{}],"rootfs":{"diff_ids":[1]},"config":{"Labels":[]}}',
    '{"created":"2026-01-05t08:00:00z","config":null,"os":7}',
    '[]',
  ],
  share: 0.07,
  isJson: true,
  check(input) {
    const image = readImageConfig(input);
    const kept = readKeptConfig(input);
    const json = jsonIn(input)?.value;
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    law((image !== undefined) === isObject && (kept !== undefined) === isObject, 'a JSON object is a config');
    if (image === undefined || kept === undefined) return;
    const { createdAt, platform, diffIds, lines, labels } = kept;
    law(Number.isNaN(createdAt) || createdAt === Date.parse(image.created ?? '') * 1000, 'both know when');
    law(
      image.created === undefined || image.created === new Date(image.created).toISOString(),
      'a time is one',
    );
    law(
      platform === ((image.platform ?? '').length > 1024 ? '' : (image.platform ?? '')),
      'both know for what',
    );
    for (const [key, label] of Object.entries(labels)) {
      const whole = image.labels[`org.opencontainers.image.${key}`] ?? '';
      law(label === (whole.length > 1024 ? '' : whole), 'both know the labels');
    }
    law(
      diffIds === undefined || (diffIds.length % 32 === 0 && diffIds.length <= 32_000),
      'what is kept is bounded',
    );
    const cut = image.history.map((line) => line.slice(0, 4096));
    law(lines === undefined || isDeepStrictEqual(lines, cut), 'both know the lines');
    law(lines === undefined || lines.length * 32 === diffIds?.length, 'a line is of a layer');
    if (!isStraightforward(input)) return;
    const printed = Buffer.from(JSON.stringify(json, null, 2));
    law(isDeepStrictEqual(readKeptConfig(printed), kept), 'white space says nothing');
  },
};
