import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInUsualPlaces } from '../../src/volume/find-volumes.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const volumeAt = (place: string) => {
  fs.mkdirSync(path.join(dir(), place, 'docker/registry/v2'), { recursive: true });
  return path.join(dir(), place);
};
const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(dir(), file)), { recursive: true });
  fs.writeFileSync(path.join(dir(), file), text);
};

describe('volumes are found where', () => {
  it.each([
    ['the official image has its own', '/var/lib/registry'],
    ["Debian's package has its own", '/var/lib/docker-registry'],
    ['docker has named volumes', '/var/lib/docker/volumes/registry_data/_data'],
    ['docker has them with userns-remap', '/var/lib/docker/231072.231072/volumes/registry/_data'],
    ["docker's snap has them", '/var/snap/docker/common/var-lib-docker/volumes/registry/_data'],
    ['podman has them', '/var/lib/containers/storage/volumes/registry/_data'],
    ['rootless docker has them', '/home/ann/.local/share/docker/volumes/registry/_data'],
    ['rootless podman has them', '/home/bob/.local/share/containers/storage/volumes/registry/_data'],
    ['rootless podman of root has them', '/root/.local/share/containers/storage/volumes/registry/_data'],
    [
      'MicroK8s has persistent volumes',
      '/var/snap/microk8s/common/default-storage/container-registry-registry-claim-pvc-8c8879fd',
    ],
    ['K3s has them', '/var/lib/rancher/k3s/storage/pvc-8c8879fd_registry_data'],
    ['the local-path-provisioner has them', '/opt/local-path-provisioner/pvc-8c8879fd_registry_data'],
    ['GitLab has its own', '/var/opt/gitlab/gitlab-rails/shared/registry'],
    ['Harbor has its own', '/data/registry'],
  ])('%s', (_, place) => {
    const volume = volumeAt(place);
    expect(findInUsualPlaces(dir())).toEqual({ volumes: [volume], unread: [] });
  });

  it.each([
    ["docker's", '/etc/docker/daemon.json'],
    ["the snap's", '/var/snap/docker/current/config/daemon.json'],
    ["rootless docker's", '/home/ann/.config/docker/daemon.json'],
  ])('%s daemon.json says', (_, file) => {
    write(file, JSON.stringify({ 'log-level': 'info', 'data-root': '/mnt/big/[1]*' }));
    const places = ['/mnt/big/[1]*/1000.1000/volumes/other/_data', '/mnt/big/[1]*/volumes/registry/_data'];
    const volumes = places.map(volumeAt);
    expect(findInUsualPlaces(dir())).toEqual({ volumes, unread: [] });
  });

  it('several are, each once, also where links lead to it', () => {
    const volume = volumeAt('/var/lib/docker/volumes/registry/_data');
    const other = volumeAt('/home/ann/.local/share/docker/volumes/registry/_data');
    fs.symlinkSync(volume, path.join(dir(), 'var/lib/registry'));
    write('/etc/docker/daemon.json', '\ufeff{"graph": "/var/lib/docker"}');
    expect(findInUsualPlaces(dir()).volumes).toEqual([other, volume]);
  });
});

describe('nothing is found, and nothing is wrong,', () => {
  it('where there is nothing', () => {
    expect(findInUsualPlaces(dir())).toEqual({ volumes: [], unread: [] });
  });

  it('where volumes hold other things', () => {
    fs.mkdirSync(path.join(dir(), 'var/lib/docker/volumes/database/_data'), { recursive: true });
    write('/var/lib/docker/volumes/metadata.db', '');
    write('/var/lib/registry', 'no directory');
    write('/etc/docker/daemon.json', '');
    expect(findInUsualPlaces(dir())).toEqual({ volumes: [], unread: [] });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['{"data-root": ', 'no JSON object'],
    ['["/mnt"]', 'no JSON object'],
    ['{"data-root": 7}', 'data-root is no absolute path'],
    ['{"data-root": "mnt"}', 'data-root is no absolute path'],
  ])('of daemon.json is left out and told: %s', (text, reason) => {
    const volume = volumeAt('/var/lib/docker/volumes/registry/_data');
    write('/etc/docker/daemon.json', text);
    const unread = [{ path: path.join(dir(), 'etc/docker/daemon.json'), reason }];
    expect(findInUsualPlaces(dir())).toEqual({ volumes: [volume], unread });
  });

  it('because it would never end is no daemon.json', () => {
    const file = path.join(dir(), 'home/eve/.config/docker/daemon.json');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    expect(spawnSync('mkfifo', [file]).status).toBe(0);
    expect(findInUsualPlaces(dir()).unread).toEqual([{ path: file, reason: 'no configuration' }]);
  });

  it('is told once for each place', () => {
    // A loop of links cannot be listed by root either.
    fs.mkdirSync(path.join(dir(), 'home/ann/.local/share/docker'), { recursive: true });
    fs.symlinkSync('volumes', path.join(dir(), 'home/ann/.local/share/docker/volumes'));
    const unread = [{ path: path.join(dir(), 'home/ann'), reason: 'ELOOP' }];
    expect(findInUsualPlaces(dir())).toEqual({ volumes: [], unread });
  });
});
