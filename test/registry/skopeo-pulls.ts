import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveRegistry } from './live-registry.ts';
import type { PulledTag } from './pulls.ts';
import { canCopy } from './skopeo.ts';

/** What people would pull through tags: each tag with all that is behind it, and each image behind an index. */
export function namesBehind(tags: readonly PulledTag[]): string[] {
  const names = tags.flatMap(({ repository, tag, pulls: [, ...behind] }) => [
    `${repository}:${tag}`,
    ...behind.filter(({ children }) => children.length === 0).map(({ digest }) => `${repository}@${digest}`),
  ]);
  return [...new Set(names)].sort();
}

/** Which of these names skopeo can pull whole. */
export async function skopeoPulls(
  registry: LiveRegistry,
  names: readonly string[],
  copyTo: 'dir' | 'oci' = 'dir',
): Promise<string[]> {
  const pulled: string[] = [];
  const into = join(registry.work, 'pulled');
  for (const name of names) {
    mkdirSync(into);
    if (await canCopy(registry.image(name), `${copyTo}:${into}`)) pulled.push(name);
    rmSync(into, { recursive: true });
  }
  return pulled;
}
