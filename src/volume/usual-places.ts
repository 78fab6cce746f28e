import { readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { V2 } from '../registry/layout.ts';
import { readDockerDataRoots, type Unread } from './docker-data-roots.ts';

/** What was found where registries keep their volumes, and where nobody could look. */
export interface UsualPlaces {
  /** Directories that hold `docker/registry/v2`. */
  readonly volumes: readonly string[];
  readonly unread: readonly Unread[];
}

/** A directory, and the way from there to volumes; a step that is a pattern is any entry of that name. */
interface Place {
  readonly base: string;
  readonly steps: ReadonlyArray<string | RegExp>;
}

const ANY = /^/;
const NAMED_VOLUMES = ['volumes', ANY, '_data'];
/** With `userns-remap` docker keeps its data in a directory `<uid>.<gid>` of its root. */
const REMAPPED_VOLUMES = [/^\d+\.\d+$/, ...NAMED_VOLUMES];

const PLACES: readonly Place[] = [
  // The official image's mount point, Debian's package, GitLab's omnibus package, Harbor's installer.
  { base: '/var/lib/registry', steps: [] },
  { base: '/var/lib/docker-registry', steps: [] },
  { base: '/var/opt/gitlab/gitlab-rails/shared/registry', steps: [] },
  { base: '/data/registry', steps: [] },
  { base: '/var/lib/containers/storage', steps: NAMED_VOLUMES },
  // Persistent volumes: MicroK8s' hostpath-storage, K3s' local-path, Rancher's local-path-provisioner by itself.
  { base: '/var/snap/microk8s/common/default-storage', steps: [ANY] },
  { base: '/var/lib/rancher/k3s/storage', steps: [ANY] },
  { base: '/opt/local-path-provisioner', steps: [ANY] },
];

/** Docker's, and that of its snap. */
const DATA_ROOTS = ['/var/lib/docker', '/var/snap/docker/common/var-lib-docker'];
const DAEMON_CONFIGS = ['/etc/docker/daemon.json', '/var/snap/docker/current/config/daemon.json'];

/**
 * Looks for volumes in the places where registries, docker, podman and small Kubernetes keep them, those of rootless
 * docker and podman in all homes that may be read.
 * @param root the directory that stands for `/`
 */
export function searchUsualPlaces(root: string): UsualPlaces {
  const at = (place: string) => path.join(root, place);
  const unread = new Map<string, string>();
  const homes = [
    ...new Set(['/root', homedir(), ...list(at('/home'), unread).map((name) => `/home/${name}`)]),
  ];
  const configs = [...DAEMON_CONFIGS, ...homes.map((home) => `${home}/.config/docker/daemon.json`)];
  const docker = readDockerDataRoots(configs.map(at));
  const places = [
    ...PLACES,
    ...homes.flatMap((home) => [
      { base: home, steps: ['.local/share/docker', ...NAMED_VOLUMES] },
      { base: home, steps: ['.local/share/containers/storage', ...NAMED_VOLUMES] },
    ]),
    ...[...DATA_ROOTS, ...docker.roots].flatMap((base) => [
      { base, steps: NAMED_VOLUMES },
      { base, steps: REMAPPED_VOLUMES },
    ]),
  ];
  const volumes = places.flatMap(({ base, steps }) => follow({ base: at(base), steps }, unread));
  const hidden = [...unread].map(([each, reason]) => ({ path: each, reason }));
  // A home that cannot be read hides its configuration: one is told.
  const broken = docker.unread.filter(
    (file) => !hidden.some((each) => file.path.startsWith(`${each.path}/`)),
  );
  return { volumes, unread: [...broken, ...hidden] };
}

/** The directories with a registry's tree that the steps lead to. */
function follow({ base, steps }: Place, unread: Map<string, string>): string[] {
  let directories = [base];
  for (const step of steps) {
    directories = directories.flatMap((directory) => {
      if (typeof step === 'string') return [path.join(directory, step)];
      const names = list(directory, unread, base).filter((name) => step.test(name));
      return names.map((name) => path.join(directory, name));
    });
  }
  return directories.filter((directory) => holdsTree(directory, unread, base));
}

/** What is in a directory; nothing where there is none. One that cannot be read is told by the place it belongs to. */
function list(directory: string, unread: Map<string, string>, place = directory): string[] {
  return attempt(() => readdirSync(directory), unread, place) ?? [];
}

function holdsTree(directory: string, unread: Map<string, string>, place: string): boolean {
  return attempt(() => statSync(path.join(directory, V2)).isDirectory(), unread, place) ?? false;
}

function attempt<T>(look: () => T, unread: Map<string, string>, place: string): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') unread.set(place, code);
    return undefined;
  }
}
