import * as fs from 'node:fs';
import * as path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPENAPI, openApi } from '../docs/openapi.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { type ServedHere, serveHere } from './app-over.ts';
import { breakSomething } from './broken-volume.ts';

type Schema = Record<string, unknown>;
interface Operation {
  readonly parameters?: ReadonlyArray<{ readonly name: string }>;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}
interface Description {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const description = JSON.parse(fs.readFileSync(OPENAPI, 'utf8')) as Description;
const dir = sharedDirectory();
const served: Record<string, ServedHere> = {};

/** Volumes of three kinds: a sound one, one that is damaged, and one of which not all could be read. */
beforeAll(async () => {
  for (const kind of ['demo', 'broken', 'undetermined'] as const) {
    const top = path.join(dir(), kind);
    fs.mkdirSync(top);
    demoCopy(top);
    const volume = path.join(top, 'volume');
    if (kind !== 'demo') breakSomething(volume, kind);
    (await recordedInventoryOf(volume)).close();
    (await recordedInventoryOf(volume)).close();
    served[kind] = serveHere(path.join(top, 'volume.db'), { volume });
  }
});
afterAll(() => {
  for (const each of Object.values(served)) each.close();
});

/** What each question is asked for: every parameter that changes what its answer looks like. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/usage': [
    '',
    '?by=namespace',
    '?by=tag',
    '?by=kind',
    '?by=platform',
    '?by=source',
    '?by=age',
    '?by=layer',
    '?repository=shop/web',
    '?repository=shop/api:1.2',
    '?match=shop/*&limit=1',
  ],
  '/api/v1/orphans': ['', '?untagged=true', '?manifests=true&untagged=true', '?limit=1'],
  '/api/v1/gc': ['', '?registry=2.8.3&delete-untagged=true', '?registry=3.1&limit=1'],
  '/api/v1/plan': [
    '?keep-last=1',
    '?keep-last=1&registry=2.8.3&min-age=0',
    '?older-than=1d&registry=3&limit=1&untagged=true',
    '?keep-last=1&registry=3&explain=shop/api:1.2',
    '?keep-last=1&free=1K',
  ],
  '/api/v1/ls': [
    '',
    '?long=true',
    '?repository=shop/web',
    '?repository=shop/web&long=true',
    '?repository=*/*:*&limit=2',
  ],
  '/api/v1/where': ['?digest=4298f', '?digest=4', '?digest=shop/api:1.2'],
  '/api/v1/inspect': ['?reference=shop/api:1.2', '?reference=shop/web:2.4.0'],
  '/api/v1/history': ['', '?repository=shop/web', '?since=30d&limit=1'],
  '/api/v1/diff': ['', '?from=1&to=2', '?limit=1'],
  '/api/v1/search': ['?q=shop', '?q=4', '?q=shop/api:1', '?q=https://reg.example.com/shop/web'],
  '/api/v1/plan/script': [
    '?keep-last=1&registry=3',
    '?keep-last=1&registry=2.8&emit=crane',
    '?keep-last=1&registry=2.8&emit=ndjson',
  ],
};
const ROUTES = Object.keys(description.paths);
const ASKED = ROUTES.flatMap((route) => (WAYS[route] ?? ['']).map((query) => `${route}${query}`));

describe('schema/openapi.json', () => {
  // Where this fails: npm run docs
  it('is what the types and options say now', () => {
    expect(description).toEqual(JSON.parse(JSON.stringify(openApi())));
  });

  it('is a document of OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(description) as never);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it('is what the service tells of itself', async () => {
    expect(await served['demo']?.json('/api/v1/openapi.json')).toEqual(description);
  });

  it('has every route of the service, and no other', () => {
    const routes = served['demo']?.app.routes.filter(
      ({ method, path: route }) => method === 'GET' && !/\*$|^\/v2/.test(route) && route !== '/',
    );
    expect([...new Set(routes?.map(({ path: route }) => route))].sort()).toEqual([...ROUTES].sort());
  });
});

describe.each(['demo', 'broken', 'undetermined'])('over the %s volume', (kind) => {
  it.each(ASKED)('%s answers as it is described', async (asked) => {
    const response = await (served[kind] as ServedHere).get(asked);
    const [route = ''] = asked.split('?');
    const described = description.paths[route]?.get.responses[String(response.status)];
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
    const schema = described?.content?.[type]?.schema;
    expect(schema, `${asked} answered ${response.status} ${type}`).toBeDefined();
    if (kind === 'demo') expect([asked, response.status]).toEqual([asked, 200]);
    if (type === 'text/plain') return;
    const body = (await response.json()) as Schema;
    expect(faults(schema as Schema, body)).toEqual([]);
    const { schema: _, ...rest } = body;
    const [, named] = (schema?.['allOf'] ?? []) as Schema[];
    // Whatever is in an answer is described.
    if (named !== undefined) expect(faults(closed(named) as Schema, rest, closedSchemas)).toEqual([]);
  });
});

const closedSchemas = closed(description.components.schemas) as Schema;

function faults(schema: Schema, body: unknown, schemas: object = description.components.schemas): unknown[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const validate = ajv.compile({ ...schema, components: { schemas } });
  return validate(body) ? [] : (validate.errors ?? []).slice(0, 5);
}

/** The same where nothing may be said that is not described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = all['type'] === 'object' && all['properties'] !== undefined;
  return isObject && all['additionalProperties'] === undefined
    ? { ...all, additionalProperties: false }
    : all;
}
