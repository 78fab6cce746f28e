import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../src/answers/ask.ts';
import type { Question } from '../../src/answers/question.ts';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { loadRendering } from '../../src/render/formats.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { madeBytes, madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';
import { digestList, type Law, QUESTIONS_ASKED, SORT_FIELDS } from './list-laws.ts';

const dir = sharedDirectory();
let inventory: Inventory;

// Of nearly all that lists are made of there is more than one.
beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  for (let number = 1; number <= 12; number++) {
    const name = `layer-${number}`;
    const repository = volume.repository(`team/${String(number).padStart(2, '0')}`);
    volume.at(`2026-01-${30 - number}T08:00:00Z`);
    repository.image({ layers: [name, 'base'], tag: '1', label: name });
    repository.image({
      layers: [name, `more-${number}`],
      tag: number % 2 === 0 ? '0' : '2',
      label: `${name}-2`,
    });
    repository.image({ layers: [`${name}-untagged`], label: `${name}-untagged` });
    volume.orphan(`orphan-${number}`);
    if (number > 9) volume.repository('team/01').layerLink(layerDigest(name));
    if (number <= 5) volume.writeFileAt(blobPath(layerDigest(name)), madeBytes(name, 900 + number));
    if (number === 6) await keepEarlier(volume.dir);
  }
  for (const number of ['02', '04', '06'])
    volume.repository(`team/${number}`).image({ layers: [`later-${number}`], tag: 'new', label: number });
  for (const number of ['03', '05']) volume.remove(`docker/registry/v2/repositories/team/${number}`);
  for (let content = 1; content <= 4; content++) {
    const repository = volume.repository(`twice/${content}`);
    for (let build = 0; build <= content; build++)
      repository.image({
        layers: [{ name: `${content} as ${build}`, bytes: 500 * content + build }],
        tag: `${build}`,
        details: { diffIds: [madeDigest(`content ${content}`)], history: [`RUN make ${content}`] },
      });
  }
  for (const tag of ['broken', 'damaged'])
    volume.writeFileAt(
      `docker/registry/v2/repositories/team/12/_manifests/tags/${tag}/current/link`,
      'no digest',
    );
  for (const prefix of ['ab', 'cd'])
    fs.mkdirSync(path.join(volume.dir, `docker/registry/v2/blobs/sha256/${prefix}/${prefix.repeat(32)}`), {
      recursive: true,
    });
  inventory = await recordedInventoryOf(volume.dir);
  for (const name of ['layer-7', 'layer-8']) fs.rmSync(path.join(volume.dir, blobPath(layerDigest(name))));
  for (const name of ['layer-9', 'layer-10']) {
    const place = path.join(volume.dir, blobPath(layerDigest(name)));
    fs.rmSync(place);
    fs.mkdirSync(place);
  }
});
afterAll(() => inventory.close());

/** What a difference is asked from. */
const earlier = () => path.join(dir(), 'earlier.db');
async function keepEarlier(volume: string): Promise<void> {
  const half = await recordedInventoryOf(volume);
  half.close();
  fs.copyFileSync(half.path, earlier());
}

type Json = Readonly<Record<string, unknown>>;
type Name = keyof typeof ask;
const NAMES = Object.keys(ask) as Name[];

async function answer(name: Name, options: object): Promise<Json> {
  const asked = ask[name] as (inventory: Inventory, options: object) => Promise<object>;
  const source = sourceOf(name);
  const { durationMs: _, ...json } = (await asked(inventory, { ...source, ...options })) as Json;
  return json;
}

/** What a question is asked about, besides the inventory. */
function sourceOf(name: Name): object {
  if (name === 'diff') return { from: earlier() };
  return name === 'reconcile' ? { source: digestList() } : {};
}

/** Those that are cut or ordered, and have rows, in an answer. */
function listsIn(name: Name, json: Json): Array<readonly [string, readonly unknown[], Law]> {
  return Object.entries(QUESTIONS_ASKED[name].lists).flatMap(([key, law]) => {
    const list = listAt(json, key);
    return Array.isArray(list) && law.law !== 'left alone' ? [[key, list, law] as const] : [];
  });
}

const WAYS = NAMES.flatMap((name) => QUESTIONS_ASKED[name].ways.map((way) => [name, way] as const));

/** `unknown.byRepository` lies in an object. */
function listAt(json: Json, key: string): unknown {
  return key.split('.').reduce<unknown>((value, part) => (value as Json | undefined)?.[part], json);
}

function arraysIn(json: Json, within = ''): Array<readonly [string, readonly unknown[]]> {
  return Object.entries(json).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [[`${within}${key}`, value] as const];
    return typeof value === 'object' && value !== null ? arraysIn(value as Json, `${within}${key}.`) : [];
  });
}

/** Findings and leftovers are cut kind by kind. */
function kindOf(row: unknown): string {
  const { id = '', hint = '', kind = '' } = row as { id?: string; hint?: string; kind?: string };
  return `${id} ${hint} ${kind}`;
}

describe('every list of every answer has a law', () => {
  it.each(NAMES)('%s', async (name) => {
    const { ways, lists, rare = [] } = QUESTIONS_ASKED[name];
    const answers = await Promise.all(
      name === 'verify' ? [answer(name, ways[0] ?? {})] : ways.map((way) => answer(name, way)),
    );
    const seen = answers.flatMap((json) => arraysIn(json));
    expect(
      seen.map(([key]) => key).filter((key) => !Object.hasOwn(lists, key) && !/\bcaveats$/.test(key)),
    ).toEqual([]);
    const hasRows = (key: string) => seen.some(([other, rows]) => other === key && rows.length > 0);
    expect(Object.keys(lists).filter((key) => !rare.includes(key) && !hasRows(key))).toEqual([]);
  });

  it.each(NAMES)('%s offers the options for it', (name) => {
    const laws = Object.values(QUESTIONS_ASKED[name].lists).map(({ law }) => law);
    const options = Object.keys(QUESTIONS[name].options);
    const isCut = laws.some((law) => law !== 'left alone');
    const isOrdered = laws.some((law) => law === 'whole' || law === 'each kind');
    expect(['limit', 'sort', 'reverse'].filter((option) => options.includes(option))).toEqual([
      ...(isCut ? ['limit'] : []),
      ...(isOrdered ? ['sort'] : []),
      ...(isOrdered || laws.includes('turned') ? ['reverse'] : []),
    ]);
  });
});

describe('--limit', () => {
  it.each(WAYS)('%s %j: cuts its lists, says so, and changes nothing else', async (name, way) => {
    const all = await answer(name, way);
    const { cutOff = {}, ...cut } = await answer(name, { ...way, limit: 1 });
    const left: Record<string, number> = {};
    for (const [key, rows, { law }] of listsIn(name, all)) {
      const kinds = law === 'each kind' ? new Set(rows.map(kindOf)).size : 1;
      const shown = (listAt(cut, key) as unknown[]).length;
      expect([key, shown]).toEqual([key, Math.min(rows.length, kinds)]);
      if (rows.length > shown) left[key.slice(key.lastIndexOf('.') + 1)] = rows.length - shown;
    }
    expect(cutOff).toMatchObject(left);
    const keys = [...listsIn(name, all).map(([key]) => key), 'toFree', 'predictions', 'plans', 'tagLists'];
    expect(without(cut, keys)).toEqual(without(all, keys));
  });

  it.each(WAYS)('%s %j: 0 is all, and people get no more', async (name, way) => {
    const all = await answer(name, way);
    expect(await answer(name, { ...way, limit: 0 })).toEqual(all);
    // People get layers in two lists: those that are shared, and those that are not.
    if (way['by'] === 'layer') return;
    const forPeople = await answer(name, { ...way, limit: 0, reader: 'people' });
    for (const [key, rows] of listsIn(name, all)) expect(listAt(forPeople, key)).toHaveLength(rows.length);
  });
});

describe('what was cut off', () => {
  // A comparison of families has no lists in its text.
  const told = WAYS.filter(([name, way]) => name !== 'gc' || 'registry' in way);
  it.each(told)('%s %j: is said to people', async (name, way) => {
    const isCut = JSON.stringify(await answer(name, { ...way, limit: 1 })).includes('"cutOff":');
    const question = QUESTIONS[name] as unknown as Question<Name, object, never, object>;
    const source = sourceOf(name);
    const answered = await question.ask(inventory, {
      ...source,
      ...way,
      limit: 1,
      reader: 'people',
    } as object);
    const render = await loadRendering('text', question as never);
    const { notes = [] } = answered as { notes?: readonly string[] };
    const text = `${render(answered as never, makeStyle(100, false))}${notes.join(' ')}`;
    expect(text.includes('--limit 0')).toBe(isCut);
  });
});

describe('--reverse', () => {
  it.each(WAYS)('%s %j: has the last first, of what has no order of its own', async (name, way) => {
    if (!('reverse' in QUESTIONS[name].options)) return;
    const all = await answer(name, way);
    const reversed = await answer(name, { ...way, reverse: true });
    for (const [key, rows, { law }] of listsIn(name, all)) {
      if (law === 'whole') expect(listAt(reversed, key)).toEqual([...rows].reverse());
      if (law === 'cut') expect(listAt(reversed, key)).toEqual(rows);
    }
    const { limit = 2 } = way as { limit?: number };
    const cut = await answer(name, { ...way, reverse: true, limit });
    for (const [key, rows, { law }] of listsIn(name, all))
      if (law === 'whole') expect(listAt(cut, key)).toEqual([...rows].reverse().slice(0, limit));
  });
});

describe('--sort', () => {
  const orders = NAMES.flatMap((name) => {
    const options = QUESTIONS[name].options as { sort?: { choices?: readonly string[] } };
    return (options.sort?.choices ?? []).map((key) => [name, key] as const);
  });

  const own = orders.filter(([name]) => name !== 'check');
  it.each(own)('%s by %s: puts some list in that order', async (name, sort) => {
    let ordered = 0;
    for (const way of QUESTIONS_ASKED[name].ways)
      for (const rows of await rowsInOrder(name, way, sort)) {
        const values = valuesIn(rows, sort);
        if (values === undefined || values.length < 2) continue;
        expect(values).toEqual([...values].sort(compare));
        ordered++;
      }
    expect(ordered).toBeGreaterThan(0);
  });

  it('a key that no row has is refused', async () => {
    await expect(ask.usage(inventory, { by: 'kind', sort: 'saved' })).rejects.toThrow(
      '--sort saved: what is added up by kind has none. Expected one of name, bytes, ',
    );
    await expect(ask.ls(inventory, { reference: 'team/01', sort: 'tags' })).rejects.toThrow(
      '--sort tags: a tag has none. Expected name, bytes or pushed.',
    );
  });

  it.each([
    ['severity', ['corruption', 'info']],
    ['name', undefined],
    ['count', undefined],
  ] as const)('check by %s: puts the kinds in that order', async (sort, severities) => {
    const { findings } = await ask.check(inventory, { sort });
    const kinds = [...new Set(findings.map(({ id }) => id))];
    const counts = kinds.map((kind) => findings.filter(({ id }) => id === kind).length);
    expect(kinds.length).toBeGreaterThan(1);
    if (severities !== undefined)
      expect([...new Set(findings.map(({ severity }) => severity))]).toEqual(severities);
    if (sort === 'name') expect(kinds).toEqual([...kinds].sort());
    if (sort === 'count') expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });
});

/** Without the lists that may be cut, and what their calls and parts are in. */
function without(json: Json, keys: readonly string[], within = ''): Json {
  const rest = Object.entries(json).filter(([key]) => !keys.includes(`${within}${key}`));
  return Object.fromEntries(
    rest.map(([key, value]) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [key, isObject ? without(value as Json, keys, `${within}${key}.`) : value];
    }),
  );
}

/** The lists of an answer that a key orders, those of leftovers kind by kind. */
async function rowsInOrder(name: Name, way: object, sort: string): Promise<Array<readonly unknown[]>> {
  const long = name === 'ls' ? { long: true } : {};
  const json = await answer(name, { ...way, ...long, sort }).catch((error: unknown) => {
    if (error instanceof UsageError && error.message.startsWith('--sort')) return {} as Json;
    throw error;
  });
  if (name === 'ls') return [(json['details'] ?? []) as unknown[]];
  return listsIn(name, json).flatMap(([key, rows, { law }]) => {
    // Ages are called what they are, and have an order of their own.
    if (law === 'cut' || (key === 'ages' && sort === 'name')) return [];
    return law === 'whole'
      ? [rows]
      : [...new Set(rows.map(kindOf))].map((kind) => rows.filter((row) => kindOf(row) === kind));
  });
}

/** What rows are ordered by; undefined where they have none of it. */
function valuesIn(rows: readonly unknown[], sort: string): Array<number | string> | undefined {
  const field = SORT_FIELDS[sort];
  const values = rows.map((row) => {
    if (field === undefined) return nameOf(row);
    const value = listAt(row as Json, field);
    return Array.isArray(value) ? value.length : (value as number | string | undefined);
  });
  return values.some((value) => value === undefined) ? undefined : (values as Array<number | string>);
}

function nameOf(row: unknown): string {
  if (typeof row === 'string') return row;
  const { name, repository, tag, digest, namespace, kind, age, path: place } = row as Record<string, string>;
  return [repository ?? name ?? namespace ?? place ?? '', tag ?? '', digest ?? kind ?? age ?? ''].join('\0');
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return a < b ? -1 : a > b ? 1 : 0;
}
