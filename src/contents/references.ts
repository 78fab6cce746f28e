import type { Graph } from '../graph/graph.ts';
import { Walk } from '../graph/walk.ts';
import { BLOB_STATES } from '../inventory/format/schema.ts';
import { type Aliases, addAliases } from '../inventory/read/aliases.ts';
import type { Manifests } from './manifests.ts';
import type { Repository } from './repositories/repository.ts';

const TAGGED = BLOB_STATES.indexOf('tagged');
const UNTAGGED = BLOB_STATES.indexOf('untagged');

/** Who refers to what: tags, revisions, manifests and other names of blobs. */
export function makeGraph(
  repositories: readonly Repository[],
  manifests: Manifests,
  aliases: Aliases,
): Graph {
  const graph = manifests.references.withoutRoots();
  for (const { id, tags } of repositories)
    for (const target of tags.targets) if (target !== 0) graph.addTag(id, target);
  for (const { id, revisions } of repositories) {
    for (const directory of revisions.directories) graph.addRevision(id, directory);
    for (const [directory, { target }] of revisions.unhealthy)
      if (target !== null && target !== directory) graph.addRevision(id, target);
  }
  addAliases(graph, aliases);
  return graph;
}

/** By blob id up to `highest`, there or not: an index into BLOB_STATES, as a scan would find it. */
export function statesOf(graph: Graph, highest: number): Uint8Array {
  const states = new Uint8Array(highest + 1);
  const walk = new Walk(graph, highest);
  walk.begin();
  const mark = (pairs: Int32Array, state: number) =>
    walk.visit(
      pairs.filter((_, at) => at % 2 === 1),
      (blob) => {
        states[blob] = state;
      },
    );
  mark(graph.tags.view(), TAGGED);
  mark(graph.revisions.view(), UNTAGGED);
  return states;
}

/** Calls `visit` for what tags and revisions name, as often as they do. */
export function forEachRoot(repositories: readonly Repository[], visit: (blob: number) => void): void {
  for (const { revisions, tags } of repositories) {
    const { directories, unhealthy } = revisions;
    const { targets } = tags;
    for (let at = 0; at < directories.length; at++) visit(directories[at] as number);
    for (const { target } of unhealthy.values()) if (target !== null) visit(target);
    for (let at = 0; at < targets.length; at++) if (targets[at] !== 0) visit(targets[at] as number);
  }
}

/** Of other names of blobs, those that a layer link of some repository still says. */
export function aliasesIn(aliases: Aliases, repositories: readonly Repository[]): Aliases {
  const isSaid = (named: number, stored: number) =>
    repositories.some(({ layerLinks }) => layerLinks.unhealthy.get(named)?.target === stored);
  const left = [...aliases].map(
    ([named, blobs]) => [named, new Set([...blobs].filter((stored) => isSaid(named, stored)))] as const,
  );
  return new Map(left.filter(([, blobs]) => blobs.size > 0));
}
