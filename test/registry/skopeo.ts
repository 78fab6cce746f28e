import { runWell } from './run.ts';

/** How `skopeo copy` treats what it copies. */
export interface CopyOptions {
  /** Every platform of an index, not only this machine's. */
  all?: boolean;
  format?: 'oci' | 'v2s2';
}

/** Copies an image as people do, with the real skopeo, between layouts and registries on loopback. */
export async function copyImage(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const args = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false', '--dest-tls-verify=false'];
  if (options.all) args.push('--all');
  if (options.format) args.push('--format', options.format);
  await runWell('skopeo', [...args, from, to]);
}
