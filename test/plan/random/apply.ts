import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Plan } from '../../../src/plan/plan.ts';
import { layerLinkPath, REPOSITORIES, revisionLinkPath } from '../../support/volume-paths.ts';

/** Removes what a registry removes that is called as a plan says. */
export function apply(volume: string, { delete: deletions, family }: Pick<Plan, 'delete' | 'family'>): void {
  const remove = (relative: string) =>
    fs.rmSync(path.join(volume, relative), { recursive: true, force: true });
  for (const { repository, tag, digest, tags } of deletions) {
    for (const each of tags) remove(`${REPOSITORIES}/${repository}/_manifests/tags/${each}`);
    if (tag !== undefined) continue;
    remove(revisionLinkPath(repository, digest));
    if (family === '2.7-2.8') remove(layerLinkPath(repository, digest));
  }
}

/** Copies a volume, its times too, so that whatever lists a directory finds another order in it. */
export function copyReversed(from: string, to: string): void {
  fs.mkdirSync(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true }).reverse()) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyReversed(source, target);
    else {
      fs.copyFileSync(source, target);
      const { atime, mtime } = fs.statSync(source);
      fs.utimesSync(target, atime, mtime);
    }
  }
}
