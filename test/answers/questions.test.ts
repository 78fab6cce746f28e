import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkQuestion } from '../../src/answers/check.ts';
import { gcQuestion } from '../../src/answers/gc.ts';
import { leftoversQuestion } from '../../src/answers/leftovers.ts';
import type { ListOptions } from '../../src/answers/lists.ts';
import { lsQuestion } from '../../src/answers/ls.ts';
import { orphansQuestion } from '../../src/answers/orphans.ts';
import { reportQuestion } from '../../src/answers/report.ts';
import { usageQuestion } from '../../src/answers/usage.ts';
import { whereQuestion } from '../../src/answers/where.ts';
import { ask, type Inventory, UsageError } from '../../src/index.ts';
import { madeBytes } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

const REPOSITORIES = 25;
const BASE = layerDigest('base');
const dir = sharedDirectory();
let inventory: Inventory;

// Of all that lists are made of there is more than any of them shows people.
beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  for (let number = 1; number <= REPOSITORIES; number++) {
    const name = `layer-${number}`;
    const repository = volume.repository(`team/${String(number).padStart(2, '0')}`);
    repository.image({ layers: [name, 'base'], tag: '1', label: name });
    repository.image({ layers: [`${name}-untagged`], label: `${name}-untagged` });
    volume.orphan(`orphan-${number}`);
    if (number > 20) volume.repository('team/01').layerLink(layerDigest(name));
    if (number <= 5) volume.writeFileAt(blobPath(layerDigest(name)), madeBytes(name, 999));
  }
  inventory = await recordedInventoryOf(volume.dir);
});
afterAll(() => inventory.close());

type Listed = Readonly<Record<string, unknown>>;
const FOR_GC = { registry: '2.8.3', deleteUntagged: true };

/** Each list of each answer: how long it is for people who do not say, and for programs. */
const LISTS: ReadonlyArray<
  readonly [string, string, number, number, (options: ListOptions) => Promise<object>]
> = [
  ['usage', 'repositories', 20, 25, async (options) => asked(usageQuestion, options)],
  ['usage', 'tags', 20, 25, async (options) => asked(usageQuestion, { ...options, by: 'tag' as const })],
  [
    'usage',
    'layers',
    20,
    51,
    async (options) => asked(usageQuestion, { ...options, by: 'layer' as const, sort: 'bytes' as const }),
  ],
  ['orphans', 'blobs', 20, 25, async (options) => asked(orphansQuestion, options)],
  ['report', 'repositories', 10, 25, async (options) => asked(reportQuestion, options)],
  ['gc', 'blobs', 10, 100, async (options) => asked(gcQuestion, { ...options, ...FOR_GC })],
  ['gc', 'manifests', 10, 25, async (options) => asked(gcQuestion, { ...options, ...FOR_GC })],
  ['gc', 'byRepository', 10, 25, async (options) => asked(gcQuestion, { ...options, ...FOR_GC })],
  ['check', 'findings', 3, 5, async ({ sort: _, ...options }) => asked(checkQuestion, options)],
  ['where', 'holders', 10, 25, async (options) => asked(whereQuestion, { ...options, digest: BASE })],
  ['where', 'namedBy', 10, 25, async (options) => asked(whereQuestion, { ...options, digest: BASE })],
  ['leftovers', 'items', 3, 5, async (options) => asked(leftoversQuestion, options)],
];

async function asked<Options, Answer>(
  question: {
    ask(inventory: Inventory, options: Options): Promise<Answer>;
    json(answer: Answer): object;
  },
  options: Options,
): Promise<object> {
  return question.json(await question.ask(inventory, options));
}

describe('every list follows one law', () => {
  it.each(LISTS)('%s: %s has %i rows for people and %i for programs', async (_, key, people, all, ask) => {
    const length = async (options: ListOptions) => {
      const answer = (await ask(options)) as Listed;
      return (answer[key] as unknown[]).length;
    };
    expect(await length({})).toBe(all);
    expect(await length({ reader: 'people' })).toBe(people);
    for (const reader of ['people', 'programs'] as const) {
      expect(await length({ reader, limit: 2 })).toBe(2);
      expect(await length({ reader, limit: 0 })).toBe(all);
    }
  });
});

describe('an answer', () => {
  it('of the overview has its headline, which is the sum of what could go', async () => {
    const { reclaimableBytes, overview } = await reportQuestion.ask(inventory, {});
    const { unreferenced, untagged, staleUploads } = overview.reclaimable;
    expect(untagged.bytes).toBeGreaterThan(0);
    expect(reclaimableBytes).toBe(unreferenced.bytes + untagged.bytes + staleUploads.bytes);
  });

  it('of the overview names the largest repositories, not the first', async () => {
    const { repositories } = await reportQuestion.ask(inventory, { limit: 3 });
    const { list } = await usageQuestion.ask(inventory, { sort: 'bytes', limit: 1 });
    expect(repositories.rows[0]).toEqual(list.rows[0]);
  });

  it('of a collection counts what was cut off, too', async () => {
    const { predictions } = await gcQuestion.ask(inventory, { ...FOR_GC, limit: 1 });
    expect(predictions[0]?.counts).toMatchObject({ blobs: 100, manifests: 25, byRepository: 25 });
    expect(predictions[0]?.prediction.blobs).toHaveLength(1);
    expect(predictions[0]?.repositories.left).toBe(24);
  });

  it('of damage says whether something is grave enough', async () => {
    const codeFor = async (failOn: 'corruption' | 'never', ignore: string[] = []) =>
      (await checkQuestion.ask(inventory, { failOn, ignore })).exitCode;
    expect(await codeFor('corruption')).toBe(1);
    expect(await codeFor('never')).toBe(0);
    expect(await codeFor('corruption', ['blob-size-mismatch'])).toBe(0);
  });
});

describe('an answer from a scan that could not read everything', () => {
  it('is incomplete, which outranks findings, and says so', async () => {
    const partial = { ...inventory, scan: { ...inventory.scan, is_complete: 0 } };
    expect(await checkQuestion.ask(partial, {})).toMatchObject({ complete: false, exitCode: 3 });
    const { exitCode, notes } = await lsQuestion.ask(partial, {});
    expect([exitCode, notes]).toEqual([3, ['The scan did not read everything: there may be more.']]);
  });
});

describe('the library', () => {
  it('asks each question by its name, and gets what --json prints', async () => {
    const { repositories = [] } = await ask.usage(inventory, { sort: 'unique', limit: 3 });
    const all = (await ask.usage(inventory)).repositories ?? [];
    const largest = Math.max(...all.map(({ uniqueBytes }) => uniqueBytes));
    expect(repositories.map(({ uniqueBytes }) => uniqueBytes)).toHaveLength(3);
    expect(repositories[0]?.uniqueBytes).toBe(largest);
    expect(await ask.ls(inventory, { reference: 'team/01' })).toEqual({ name: 'team/01', tags: ['1'] });
  });
});

describe('options that make no sense are refused by the question itself', () => {
  it.each([
    ['usage', () => usageQuestion.ask(inventory, { by: 'kind', reference: 'team/01' })],
    ['gc', () => gcQuestion.ask(inventory, { registry: '1.0' })],
    ['check', () => checkQuestion.ask(inventory, { ignore: ['nonsense'] })],
    ['inspect', () => ask.inspect(inventory)],
  ])('%s', async (_, asked) => {
    await expect(asked()).rejects.toThrow(UsageError);
  });
});
