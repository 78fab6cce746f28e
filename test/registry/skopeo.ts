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

function copy(from: string, to: string, { all, format }: CopyOptions): Promise<Run> {
  const args = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false', '--dest-tls-verify=false'];
  if (all) args.push('--all');
  if (format) args.push('--format', format);
  return run('skopeo', [...args, from, to]);
}
