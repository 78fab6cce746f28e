import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blobPath, currentLinkPath, REPOSITORIES } from '../support/volume-paths.ts';
import { content, image, indexOf, layer, MEDIA_TYPES, manifestOf } from './images.ts';
import type { LiveRegistry } from './live-registry.ts';

/** A tag, and what it points to on the disk. */
export interface PulledName {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** What nobody pushes every day: a large layer, an index of an index, an artifact, an image without layers. */
export async function pushMore({ client }: LiveRegistry): Promise<void> {
  await client.pushImage('big', image([layer('big', 30_000_000), layer('small', 5_000)]), 'v1');
  const [one, other] = [
    image([layer('nested-1', 9_000)], 'amd64'),
    image([layer('nested-2', 9_000)], 'arm64'),
  ];
  for (const each of [one, other]) await client.pushImage('nested', each, each.architecture);
  const inner = indexOf([
    { manifest: one.manifest, more: { platform: { architecture: 'amd64', os: 'linux' } } },
  ]);
  await client.putManifest('nested', inner);
  const outer = [
    { manifest: inner, more: {} },
    { manifest: other.manifest, more: { platform: { architecture: 'arm64', os: 'linux' } } },
  ];
  await client.putManifest('nested', indexOf(outer), 'index');
  const file = content('text/plain', 'a file');
  const config = content(MEDIA_TYPES.empty, '{}');
  for (const each of [file, config]) await client.pushBlob('artifact', each.bytes);
  await client.putManifest(
    'artifact',
    manifestOf(config, [file], { artifactType: 'application/vnd.test.file' }),
    'v1',
  );
  await client.pushBlob('artifact', Buffer.alloc(0));
  await client.putManifest('artifact', manifestOf(config, []), 'no-layers');
}

/** The tags of a volume, by its directories. */
export function tagsOf(volume: string): PulledName[] {
  const names = readdirSync(join(volume, REPOSITORIES), { recursive: true, encoding: 'utf8' });
  return names.sort().flatMap((name) => {
    const [, repository = '', tag = ''] = /^(.+)\/_manifests\/tags\/([^/]+)\/current\/link$/.exec(name) ?? [];
    if (tag === '') return [];
    return [
      { repository, tag, digest: readFileSync(join(volume, currentLinkPath(repository, tag)), 'latin1') },
    ];
  });
}

/** The bytes of a blob. */
export function stored(volume: string, digest: string): Buffer {
  return readFileSync(join(volume, blobPath(digest)));
}

type Request = [method: string, path: string, range?: string];

/** Everything that can be asked of a volume's repositories, and something that cannot. */
export function* requests(volume: string): Generator<Request> {
  yield ['GET', ''];
  const repositories = new Set<string>();
  const digests = new Set<string>();
  const names = readdirSync(join(volume, REPOSITORIES), { recursive: true, encoding: 'utf8' }).sort();
  for (const name of names) {
    const [, repository = '', place = '', hex = ''] =
      /^(.+)\/(_layers|_manifests\/revisions)\/sha256\/(\w+)\/link$/.exec(name) ?? [];
    if (hex === '' || !existsSync(join(volume, blobPath(`sha256:${hex}`)))) continue;
    repositories.add(repository);
    const path = `${repository}/${place === '_layers' ? 'blobs' : 'manifests'}/sha256:${hex}`;
    for (const method of ['HEAD', 'GET']) yield [method, path];
    if (digests.has(hex) || place !== '_layers') continue;
    digests.add(hex);
    for (const range of ['bytes=5-', 'bytes=0-3', 'bytes=-4', 'bytes=0-1,4-5', 'bytes=99999999-', 'nonsense'])
      yield ['GET', path, range];
  }
  for (const repository of repositories) yield ['GET', `${repository}/tags/list`];
  for (const { repository, tag } of tagsOf(volume))
    for (const method of ['HEAD', 'GET']) yield [method, `${repository}/manifests/${tag}`];
  const nothing = `sha256:${'0'.repeat(64)}`;
  yield ['GET', 'nobody/tags/list'];
  yield ['GET', `big/manifests/${nothing}`];
  yield ['GET', 'big/manifests/nothing'];
  yield ['GET', `big/blobs/${nothing}`];
  yield ['GET', 'big/blobs/sha256:bad'];
}
