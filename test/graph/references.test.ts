import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';

/*
 * References are kept in arrays that grow and are shared. Here they are held against lists by manifest.
 */

interface Reference {
  readonly blob: number;
  readonly isForeign: boolean;
}

type Told = ReadonlyMap<number, readonly Reference[]>;

/** Ids about where the arrays of a graph begin to grow, and one far beyond. */
const IDS = [1, 2, 3, 1023, 1024, 2048, 5000];
const id = fc.constantFrom(...IDS);
const reference: fc.Arbitrary<Reference> = fc.record({ blob: id, isForeign: fc.boolean() });
const references = fc.array(reference, { minLength: 1, maxLength: 4 });
const manifests = fc.uniqueArray(fc.tuple(id, references), { selector: ([manifest]) => manifest });

describe('a graph', () => {
  it('has the references of each manifest as they were told last', () => {
    const tellings = fc.array(fc.tuple(id, fc.option(references)), { maxLength: 12 });
    fc.assert(
      fc.property(tellings, (told) => {
        const graph = new Graph();
        const expected = new Map<number, readonly Reference[]>();
        for (const [manifest, references] of told) {
          graph.removeManifest(manifest);
          expected.delete(manifest);
          if (references === null) continue;
          add(graph, manifest, references);
          expected.set(manifest, references);
        }
        expectReferences(graph, expected);
      }),
    );
  });

  it('has all that it takes over at once, and nothing of what it had', () => {
    fc.assert(
      fc.property(manifests, manifests, (before, after) => {
        const graph = graphOf(new Map(before));
        const pairs = after.flatMap(([manifest, references]) =>
          references.map((each) => ({ manifest, ...each })),
        );
        graph.setReferences(
          Int32Array.from(pairs, ({ manifest }) => manifest),
          Int32Array.from(pairs, ({ blob }) => blob),
          new Set(pairs.flatMap(({ isForeign }, at) => (isForeign ? [at] : []))),
        );
        expectReferences(graph, new Map(after));
      }),
    );
  });

  it('lacks those of some manifests in another that shares them, and has them still', () => {
    fc.assert(
      fc.property(manifests, fc.subarray(IDS), (told, leftOut) => {
        const graph = graphOf(new Map(told));
        graph.addTag(1, 2);
        const without = graph.withoutRoots(leftOut);
        expectReferences(without, new Map(told.filter(([manifest]) => !leftOut.includes(manifest))));
        expect(without.tags.length + without.revisions.length).toBe(0);
        expectReferences(graph, new Map(told));
      }),
    );
  });

  it('takes a reference for one to no foreign layer, unless that is said', () => {
    const graph = new Graph();
    graph.addReference(1, 2);
    expectReferences(graph, new Map([[1, [{ blob: 2, isForeign: false }]]]));
  });

  it('tells of each digest that a manifest, a tag or a revision refers to, as often as they do', () => {
    const roots = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), id), { maxLength: 4 });
    fc.assert(
      fc.property(manifests, roots, roots, (told, tags, revisions) => {
        const graph = graphOf(new Map(told));
        for (const [repository, blob] of tags) graph.addTag(repository, blob);
        for (const [repository, blob] of revisions) graph.addRevision(repository, blob);
        const referred = told.flatMap(([, references]) => references.map(({ blob }) => blob));
        const named = [...tags, ...revisions].map(([, blob]) => blob);
        const mentioned = collect<number>((visit) => graph.forEachMentioned(visit));
        expect(mentioned.toSorted()).toEqual([...referred, ...named].sort());
      }),
    );
  });
});

function graphOf(told: Told): Graph {
  const graph = new Graph();
  for (const [manifest, references] of told) add(graph, manifest, references);
  return graph;
}

function add(graph: Graph, manifest: number, references: readonly Reference[]): void {
  for (const { blob, isForeign } of references) graph.addReference(manifest, blob, isForeign);
}

function expectReferences(graph: Graph, expected: Told): void {
  for (const manifest of [...IDS, 9999]) {
    const references = expected.get(manifest) ?? [];
    expect([...graph.referencesOf(manifest)]).toEqual(references.map(({ blob }) => blob));
    const found = collect<Reference>((visit) =>
      graph.forEachReference(manifest, (blob, isForeign) => visit({ blob, isForeign })),
    );
    expect(found).toEqual(references);
  }
  const met = collect<number>((visit) => graph.forEachManifest(visit));
  expect(met).toEqual([...expected.keys()].sort((a, b) => a - b));
  expect(graph.referenceCount).toBe([...expected.values()].flat().length);
}

function collect<Value>(walk: (visit: (value: Value) => void) => void): Value[] {
  const values: Value[] = [];
  walk((value) => values.push(value));
  return values;
}
