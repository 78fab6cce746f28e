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

/** Copies a volume, with its times and links, so that whatever lists a directory finds another order in it. */
export function copyReversed(from: string, to: string, copies = new Map<number, string>()): void {
  fs.mkdirSync(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true }).reverse()) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyReversed(source, target, copies);
    else copyFile(source, target, copies);
  }
}

/** `copies` are those of files by their inode, of which several may be names. */
function copyFile(source: string, target: string, copies: Map<number, string>): void {
  const { ino, atime, mtime } = fs.statSync(source);
  const copy = copies.get(ino);
  if (copy !== undefined) {
    fs.linkSync(copy, target);
    return;
  }
  fs.copyFileSync(source, target);
  fs.utimesSync(target, atime, mtime);
  copies.set(ino, target);
}
