import { readdir, rm, writeFile } from 'node:fs/promises';
import { type Run, run } from './run.ts';

/** How `skopeo copy` treats what it copies. */
export interface CopyOptions {
  /** Every platform of an index, not only this machine's. */
  all?: boolean;
  format?: 'oci' | 'v2s2';
}

/** Copies an image as people do, with the real skopeo, between layouts and registries on loopback. */
export async function copyImage(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const { exitCode, stderr } = await copy(from, to, options);
  if (exitCode !== 0) throw new Error(`skopeo copy ${from} ${to} exited ${exitCode}: ${stderr}`);
}

/** Whether an image, with every platform it has, can be copied. */
export async function canCopy(from: string, to: string): Promise<boolean> {
  return (await copy(from, to, { all: true })).exitCode === 0;
}

/** Pulls these tags of a registry on loopback, each with every platform it has, and throws where one is not whole. */
export async function pullAll(
  address: string,
  tags: readonly { readonly repository: string; readonly tag: string }[],
  directory: string,
): Promise<void> {
  const images: Record<string, string[]> = {};
  for (const { repository, tag } of tags) images[repository] = [...(images[repository] ?? []), tag];
  const list = `${directory}.yaml`;
  // JSON is YAML.
  await writeFile(list, JSON.stringify({ [address]: { 'tls-verify': false, images } }));
  const args = ['--insecure-policy', 'sync', '--all', '--scoped', '--src', 'yaml', '--dest', 'dir'];
  const { exitCode, stderr } = await run('skopeo', [...args, list, directory]);
  const pulled = await readdir(directory, { recursive: true }).catch(() => []);
  await rm(directory, { recursive: true, force: true });
  const manifests = pulled.filter((name) => name.endsWith('/manifest.json')).length;
  if (exitCode !== 0 || manifests !== tags.length)
    throw new Error(`skopeo sync exited ${exitCode}, with ${manifests} of ${tags.length} tags: ${stderr}`);
}

function copy(from: string, to: string, { all, format }: CopyOptions): Promise<Run> {
  const args = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false', '--dest-tls-verify=false'];
  if (all) args.push('--all');
  if (format) args.push('--format', format);
  return run('skopeo', [...args, from, to]);
}
