import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htpasswdLine } from '../server/guard/files.ts';
import { endOf, startProgram } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { Build, type Image } from './dockerfile.ts';
import { ROOT } from './installation.ts';

const dir = sharedDirectory();
const dockerfile = fs.readFileSync(path.join(ROOT, 'deploy/Dockerfile'), 'utf8');
let build: Build;
let image: Image;

/** A clean clone of what is committed, as whoever builds an image has it. */
function cleanClone(): string {
  const clone = path.join(dir(), 'clone');
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone]);
  return clone;
}

/** What the image starts, with other arguments, and its paths as they are here. */
function start(args: readonly string[]) {
  const [, program = ''] = image.entrypoint;
  const env = { ...image.env, STOWAGE_DB: build.here(image.env['STOWAGE_DB'] ?? '') };
  return startProgram(process.execPath, [build.here(program), ...args], { env });
}

/** The driver as it was compiled here, where its installer looks before it compiles for a minute. */
function compiledDriver(): Record<string, string> {
  const driver = path.join(ROOT, 'node_modules/better-sqlite3');
  const { version } = JSON.parse(fs.readFileSync(path.join(driver, 'package.json'), 'utf8'));
  const { modules } = process.versions;
  const name = `better-sqlite3-v${version}-node-v${modules}-${process.platform}-${process.arch}.tar.gz`;
  execFileSync('tar', ['-czf', path.join(dir(), name), '-C', driver, 'build/Release/better_sqlite3.node']);
  return { npm_config_better_sqlite3_local_prebuilds: dir() };
}

beforeAll(() => {
  fs.mkdirSync(path.join(dir(), 'stages'));
  build = new Build(cleanClone(), path.join(dir(), 'stages'), compiledDriver());
  image = build.run(dockerfile);
}, 600_000);

describe('what the Dockerfile makes, step by step in a clean folder', () => {
  it('is run by a user who is not root, and holds no tools to build with', () => {
    expect(image.user).toBe('node');
    expect(image.entrypoint[0]).toBe('node');
    const here = build.here('/stowage');
    expect(fs.readdirSync(here).sort()).toEqual(['bin', 'dist', 'node_modules', 'package.json']);
    for (const tool of ['typescript', 'vite', 'vitest', 'esbuild'])
      expect(fs.existsSync(path.join(here, 'node_modules', tool)), tool).toBe(false);
  });

  it('scans the demonstration volume into the inventory of the image', async () => {
    const volume = path.join(ROOT, 'fixtures/demo');
    const { exitCode, stdout, stderr } = await endOf(start(['scan', volume, '--json', '--settle', '0s']));
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: expect.any(Number) });
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'stowage.scan/1', blobs: expect.any(Number) });
    expect(fs.existsSync(build.here('/inventory/registry.db'))).toBe(true);
  });

  describe('serves as its command says', () => {
    const port = 20_000 + (process.pid % 10_000);
    let child: ReturnType<typeof start>;

    beforeAll(() => {
      const htpasswd = path.join(dir(), 'htpasswd');
      fs.writeFileSync(htpasswd, htpasswdLine('alice', 'x'));
      const args = image.command.map((arg) =>
        arg === '/run/secrets/htpasswd'
          ? htpasswd
          : arg === '/var/lib/registry'
            ? path.join(ROOT, 'fixtures/demo')
            : arg,
      );
      child = start([...args, '--port', String(port)]);
    });
    afterAll(() => child.kill());

    it('and its own check finds it healthy', async () => {
      const [, ...check] = image.health.map((word) => word.replace('7080', String(port)));
      const isHealthy = async () => (await endOf(startProgram(process.execPath, check))).exitCode === 0;
      await expect.poll(isHealthy, { timeout: 30_000, interval: 300 }).toBe(true);
      const url = `http://127.0.0.1:${port}/api/v1/usage?limit=1`;
      expect((await fetch(url)).status).toBe(401);
      const authorization = `Basic ${Buffer.from('alice:x').toString('base64')}`;
      const answer = await fetch(url, { headers: { authorization } });
      expect(await answer.json()).toMatchObject({ schema: 'stowage.usage/1' });
    });

    it('and is found ill when it has ended', async () => {
      child.kill('SIGTERM');
      await expect.poll(() => child.exitCode ?? child.signalCode, { timeout: 20_000 }).not.toBe(null);
      const [, ...check] = image.health.map((word) => word.replace('7080', String(port)));
      expect((await endOf(startProgram(process.execPath, check))).exitCode).toBe(1);
    });
  });
});
