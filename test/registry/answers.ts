import { createHash } from 'node:crypto';

const ACCEPT = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

/** What a registry answers to these names below /v2/: status, type, digest, and the bytes by their hash. */
export async function answersTo(registry: string, names: readonly string[]): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const name of [...names].sort()) answers[name] = await answer(`${registry}/v2/${name}`);
  return answers;
}

async function answer(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: ACCEPT } });
  const bytes = createHash('sha256').update(Buffer.from(await response.arrayBuffer()));
  const digest = response.headers.get('docker-content-digest');
  return `${response.status} ${response.headers.get('content-type')} ${digest} ${bytes.digest('hex')}`;
}
