import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { VolumeFs } from '../../src/volume/volume-fs.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dir = temporaryDirectory();
const open = () => new VolumeFs({ root: dir() });
const write = (name: string | Buffer, content = '') =>
  fs.writeFileSync(Buffer.concat([Buffer.from(`${dir()}/`), Buffer.from(name)]), content);

describe('VolumeFs.look', () => {
  it('says the length, the blocks and the time of a file', () => {
    write('data', 'x'.repeat(5000));
    fs.utimesSync(path.join(dir(), 'data'), 1, 1_767_600_000.123456);
    const { ino, dev, blocks, ctimeMs, birthtimeMs } = fs.statSync(path.join(dir(), 'data'));
    expect(open().look('data')).toEqual({
      kind: 'file',
      changedAt: Math.round(ctimeMs * 1000),
      bornAt: Math.round(birthtimeMs * 1000),
      bytes: 5000,
      allocatedBytes: blocks * 512,
      modifiedAt: 1_767_600_000_123_456,
      inode: ino,
      device: dev,
      hardLinks: 1,
    });
  });

  it('says undefined where nothing is, also below a file', () => {
    write('file');
    expect([open().look('nothing'), open().look('no/thing'), open().look('file/thing')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('counts no bytes for a directory', () => {
    fs.mkdirSync(path.join(dir(), 'directory'));
    expect(open().look('directory')).toMatchObject({ kind: 'directory', bytes: 0, allocatedBytes: 0 });
  });

  it('tells a sparse file from a full one by its blocks', () => {
    write('sparse');
    fs.truncateSync(path.join(dir(), 'sparse'), 1024 ** 3);
    expect(open().look('sparse')).toMatchObject({ bytes: 1024 ** 3, allocatedBytes: 0 });
  });

  it('counts the names of a file', () => {
    write('one');
    fs.linkSync(path.join(dir(), 'one'), path.join(dir(), 'two'));
    expect(open().look('two')).toMatchObject({ hardLinks: 2 });
  });
});

describe('VolumeFs.list', () => {
  it('sorts bytewise, as no locale does', () => {
    for (const name of ['b', 'B', 'a-b', 'a_b', 'a.b', 'ä', '10', '9']) write(name);
    const names = open()
      .list('')
      ?.map(({ name }) => Buffer.from(name, 'latin1').toString());
    expect(names).toEqual(['10', '9', 'B', 'a-b', 'a.b', 'a_b', 'b', 'ä']);
  });

  it('gives names byte for byte, and takes them back', () => {
    const name = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
    write(name, 'coffee');
    expect(open().list('')).toEqual([{ name: 'caf\xe9', kind: 'file' }]);
    expect(open().look('caf\xe9')).toMatchObject({ kind: 'file', bytes: 6 });
    expect(open().readWhole('caf\xe9', 10)?.content?.toString()).toBe('coffee');
  });

  it('works below a root whose path is not ASCII', () => {
    const root = path.join(dir(), 'größe');
    fs.mkdirSync(root);
    fs.writeFileSync(path.join(root, 'data'), 'x');
    expect(new VolumeFs({ root }).list('')).toEqual([{ name: 'data', kind: 'file' }]);
  });

  it('says undefined where there is no directory', () => {
    expect(open().list('nothing')).toBeUndefined();
  });
});

describe('VolumeFs.entries', () => {
  it('gives the same as a list, in no order, and undefined where nothing is', () => {
    for (const name of ['c', 'a', 'b']) write(name);
    expect([...(open().entries('') ?? [])].map(({ name }) => name).sort()).toEqual(['a', 'b', 'c']);
    expect(open().entries('nothing')).toBeUndefined();
  });

  it('streams a directory too large for one listing, without losing or doubling a name', () => {
    // 34,000 names of 250 characters make a directory file of more than 8 MiB on ext4 and XFS.
    const names = Array.from({ length: 34_000 }, (_, index) => `${index}`.padStart(250, 'x'));
    write('file');
    for (const name of names) fs.linkSync(path.join(dir(), 'file'), path.join(dir(), name));
    fs.rmSync(path.join(dir(), 'file'));
    const found = [...(open().entries('') ?? [])].map(({ name }) => name).sort();
    expect(found).toEqual(names.sort());
  });
});

describe('VolumeFs, where something else stands in place of a file', () => {
  it('does not wait for a writer of a FIFO, behind a symlink or not', () => {
    execFileSync('mkfifo', [path.join(dir(), 'data')]);
    fs.symlinkSync('data', path.join(dir(), 'link'));
    for (const name of ['data', 'link']) {
      expect(open().look(name)).toMatchObject({ kind: 'other', bytes: 0 });
      expect(open().readLink(name)).toMatchObject({ stat: { kind: 'other' }, content: undefined });
      expect(open().readWhole(name, 100)).toMatchObject({ stat: { kind: 'other' }, content: undefined });
      expect(open().readStart(name)).toBeUndefined();
    }
  });

  it('takes no bytes from a device', () => {
    fs.symlinkSync('/dev/zero', path.join(dir(), 'link'));
    expect(open().readLink('link')).toMatchObject({ stat: { kind: 'other' }, content: undefined });
  });

  it('tells a socket', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(path.join(dir(), 'socket'), resolve));
    expect(open().readLink('socket')).toMatchObject({ stat: { kind: 'other' }, content: undefined });
    await new Promise((resolve) => server.close(resolve));
  });

  it('tells a directory', () => {
    fs.mkdirSync(path.join(dir(), 'link'));
    expect(open().readLink('link')).toMatchObject({ stat: { kind: 'directory' }, content: undefined });
    expect(open().readWhole('link', 100)).toMatchObject({ content: undefined });
  });

  it('finds nothing below a file', () => {
    write('current');
    expect(open().readLink('current/link')).toBeUndefined();
    expect(open().readWhole('current/link', 100)).toBeUndefined();
  });
});
