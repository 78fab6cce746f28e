import * as fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parseGoJson } from '../../../../src/registry/manifest/go-json.ts';
import { JsonMembers, JsonNumber, readTokens } from '../../../../src/registry/manifest/json-tokens.ts';
import type { Manifest } from '../../../../src/registry/manifest/manifest.ts';
import { readManifestTexts } from '../../../../src/registry/manifest/manifest-texts.ts';
import { readPlainManifest } from '../../../../src/registry/manifest/plain-manifest.ts';
import {
  couldBeManifest,
  decodeBoth,
  parseManifest,
} from '../../../../src/registry/manifest/read-manifest.ts';
import { digestsMentioned, naiveReferences } from '../../../support/naive-manifest.ts';
import type { Target } from '../fuzz.ts';
import { law } from '../law.ts';
import { isStraightforward, jsonIn } from '../models/json-model.ts';

/** What registries were given once, odd documents of every kind among it. */
const RECORDED = fs
  .readFileSync(new URL('../../../../fixtures/recorded/manifest-decoding.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Buffer.from((JSON.parse(line) as { content_base64: string }).content_base64, 'base64'));

/** Manifests, as both families of registries read them. */
export const manifests: Target = {
  name: 'manifests',
  files: [
    ...['read-manifest', 'plain-manifest', 'manifest-decoding', 'go-json', 'json-tokens'],
    ...['artifact-kind', 'manifest-texts'],
  ].map((name) => `registry/manifest/${name}.ts`),
  seeds: RECORDED.filter(({ length }) => length < 4000),
  share: 0.08,
  isJson: true,
  check(input) {
    const manifest = parseManifest(input);
    const json = jsonIn(input);
    if (json === undefined) law(manifest.form === 'unparsable', 'what is no JSON is no manifest');
    else checkJson(input, json.value, manifest);
    checkReferences(input, manifest);
    const { layerTitles, annotations } = readManifestTexts(input);
    law(
      [...layerTitles, ...Object.values(annotations)].every((text) => typeof text === 'string'),
      'texts are texts',
    );
  },
};

/** What is called free follows from these: whatever a manifest may be thought to refer to, it does. */
function checkReferences(input: Buffer, { form, fault2x, references }: Manifest): void {
  const found = references.map(({ digest }) => digest);
  if (form === 'unparsable') {
    law(isDeepStrictEqual(found, digestsMentioned(input)), 'one that does not parse refers to all in it');
    return;
  }
  law(couldBeManifest(input), 'one that a registry reads looks like one');
  if (!isStraightforward(input)) return;
  const naive = naiveReferences(input);
  const expected = naive && [...naive.manifests, ...naive.blobs];
  if (fault2x === undefined) law(isDeepStrictEqual(found, expected), `it refers to ${expected}`);
  else for (const each of expected ?? []) law(found.includes(each), `it refers to ${each}`);
}

function checkJson(input: Buffer, value: unknown, manifest: Manifest): void {
  const text = input.toString();
  const tokens = attempt(() => readTokens(text));
  law(
    tokens === undefined || isDeepStrictEqual(plain(tokens.result), wellFormed(value)),
    'token by token it is the same',
  );
  const parsed = attempt(() => parseGoJson(input))?.result;
  const short = readPlainManifest(parsed);
  if (short !== undefined)
    law(isDeepStrictEqual(decodeBoth(parsed, input), short), 'both ways lead to the same');
  if (!isStraightforward(input) || manifest.form === 'unparsable') return;
  const printed = parseManifest(Buffer.from(JSON.stringify(value, null, 3)));
  const { form, references } = manifest;
  // White space before a schema 1 manifest counts.
  if (form !== 'schema1')
    law(
      printed.form === form && isDeepStrictEqual(printed.references, references),
      'white space says nothing',
    );
}

function attempt<Result>(act: () => Result): { readonly result: Result } | undefined {
  try {
    return { result: act() };
  } catch {
    return undefined;
  }
}

/** A document that was read token by token, as JavaScript has it. */
function plain(value: unknown): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof JsonMembers)) return value;
  const members = value.members.map(([name, member]) => [name, plain(member)] as const);
  return Object.fromEntries(members);
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name.toWellFormed(), wellFormed(each)]),
  );
}
