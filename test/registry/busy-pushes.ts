import { type Image, image, layer } from './images.ts';
import type { RegistryClient } from './registry-client.ts';

const LANES = 4;

/** What a busy registry is made to do besides new images under new tags. */
export interface Traffic {
  /** Now and then delete the image pushed last, and with it its tags. */
  deletes: boolean;
}

/** Pushes and retags back to back, in several repositories, until told to stop; counts the images pushed. */
export async function pushUntil(
  client: RegistryClient,
  stop: AbortSignal,
  traffic: Traffic,
): Promise<number> {
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    pushLane(client, `busy/lane-${lane}`, stop, traffic),
  );
  return (await Promise.all(lanes)).reduce((total, pushed) => total + pushed, 0);
}

async function pushLane(
  client: RegistryClient,
  repository: string,
  stop: AbortSignal,
  { deletes }: Traffic,
): Promise<number> {
  const base = layer(`${repository} base`, 2_000);
  let before: Image | null = null;
  let pushed = 0;
  while (!stop.aborted) {
    pushed += 1;
    const made: Image = image([base, layer(`${repository} ${pushed}`, 3_000)]);
    // Some go to a repository that was not there when a scan under way began.
    const target = pushed % 10 === 0 ? `${repository}/new-${pushed}` : repository;
    await client.pushImage(target, made, `build-${pushed % 20}`);
    if (target !== repository) continue;
    // Back and forth on one tag: a registry before 3.1 empties the link, then writes it, in place.
    await client.putManifest(repository, made.manifest, 'latest');
    if (before) await client.putManifest(repository, before.manifest, 'latest');
    await client.putManifest(repository, made.manifest, 'latest');
    const doomed: boolean = deletes && pushed % 7 === 0;
    if (doomed) await client.deleteManifest(repository, made.manifest.digest);
    else before = made;
  }
  return pushed;
}
