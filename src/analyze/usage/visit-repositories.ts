import type { Contents } from '../../contents/contents.ts';
import { Grouped, type VisitGroup } from '../../graph/grouped.ts';
import { Walk } from '../../graph/walk.ts';

/** Visits the blobs of groups of repositories, each once a group: `tagged` the union of their T, `all` that of their R. */
export function visitRepositories(
  { graph, blobs, repositories }: Contents,
  idsOf: (group: number) => Iterable<number>,
): { readonly tagged: VisitGroup; readonly all: VisitGroup } {
  const highest = repositories.reduce((most, { id }) => Math.max(most, id), 0);
  const [tags, revisions] = [new Grouped(graph.tags, highest), new Grouped(graph.revisions, highest)];
  const walk = new Walk(graph, blobs.highest);
  const tagged: VisitGroup = (group, visit) => {
    walk.begin();
    for (const id of idsOf(group)) walk.visit(tags.of(id), visit);
  };
  const all: VisitGroup = (group, visit) => {
    tagged(group, visit);
    for (const id of idsOf(group)) walk.visit(revisions.of(id), visit);
  };
  return { tagged, all };
}
