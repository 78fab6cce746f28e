import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { DELETABLE, DeletionScene } from './deletion-scene.ts';
import { type Fault, FaultyProxy } from './faulty-proxy.ts';
import { LiveRegistry } from './live-registry.ts';
import { TokenServer } from './token-server.ts';

describeLive('the script of a plan, with credentials', () => {
  let scene: DeletionScene;
  let untouched: Record<string, string>;
  // `htpasswd -nbB me tidy`
  const HTPASSWD = 'me:$2y$05$abcdefghijklmnopqrstuucIwzKKQ8ipgzmpd57GrMMNTDhwW0TFe\n';
  let files: { netrc: string; wrong: string; curl: string };
  let tokens: TokenServer;

  beforeAll(async () => {
    scene = await DeletionScene.fill(await LiveRegistry.start());
    untouched = await scene.answers();
    const { work } = scene.registry;
    const write = (name: string, text: string) => {
      const file = join(work, name);
      writeFileSync(file, text);
      chmodSync(file, 0o600);
      return file;
    };
    files = {
      netrc: write('my netrc', 'machine 127.0.0.1 login me password tidy\n'),
      wrong: write('wrong', 'machine 127.0.0.1 login me password untidy\n'),
      curl: write('curl config', 'user = "me:tidy"\n'),
    };
    write('htpasswd', HTPASSWD);
    tokens = await TokenServer.start(work, 'me:tidy');
  });
  afterAll(async () => {
    tokens?.close();
    await scene?.registry.remove();
  });
  beforeEach(() => scene.reset());

  const script = () => scene.script(scene.plan(...DELETABLE));

  it('of a file of passwords: asks for them, takes them from a file and shows them nobody', async () => {
    const path = join(scene.registry.work, 'htpasswd');
    await scene.registry.restart({ auth: { htpasswd: { realm: 'here', path } } });
    const without = await script().run(scene.url);
    const wrong = await script().run(scene.url, {}, { STOWAGE_NETRC: files.wrong });
    const absent = await script().run(scene.url, {}, { STOWAGE_NETRC: '/nowhere' });
    const one = script();
    const right = await one.run(scene.url, {}, { STOWAGE_NETRC: files.netrc });
    const undo = await one.run(
      scene.url,
      {},
      { STOWAGE_CURL_CONFIG: files.curl },
      { file: `${one.undo}/undo.sh` },
    );
    await scene.registry.restart({});
    for (const run of [without, wrong]) {
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toMatch(/^Stopped: GET \/v2\/: HTTP 401 .*name a file with them in STOWAGE_NETRC/);
    }
    expect(absent).toMatchObject({
      exitCode: 2,
      stderr: "The file '/nowhere' is not there, or may not be read.\n",
    });
    for (const run of [right, undo]) {
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.calls.join('\n') + run.stdout).not.toContain('tidy');
    }
    expect(await scene.answers()).toEqual(untouched);
  });

  it('of a token server: asks for what each repository takes, and again when a token is old', async () => {
    await scene.registry.restart({ auth: tokens.auth });
    const without = await script().run(scene.url);
    tokens.scopes.length = 0;
    const one = script();
    const right = await one.run(scene.url, {}, { STOWAGE_NETRC: files.netrc });
    const asked = [...new Set(tokens.scopes)];
    tokens.scopes.length = 0;
    const undo = await one.run(
      scene.url,
      {},
      { STOWAGE_CURL_CONFIG: files.curl },
      { file: `${one.undo}/undo.sh` },
    );
    const pushed = [...new Set(tokens.scopes)];
    tokens.allowed = ['pull'];
    const mayPull = await script().run(scene.url, {}, { STOWAGE_NETRC: files.netrc });
    tokens.allowed = ['pull', 'push', 'delete'];

    const proxy = await FaultyProxy.before(scene.url);
    const { realm } = (tokens.auth as { token: { realm: string } }).token;
    const challenge = `Bearer realm="${realm}",service="the registry & co."`;
    const old: Fault = { status: 401, headers: { 'www-authenticate': challenge }, body: Buffer.from('{}') };
    const uses = new Map<string, number>();
    proxy.treatment = {
      // A token is good for five requests.
      fault: ({ authorization }) => {
        uses.set(authorization, (uses.get(authorization) ?? 0) + 1);
        return authorization.startsWith('Bearer') && uses.get(authorization)! > 5 ? old : undefined;
      },
    };
    const renewing = await script().run(proxy.url, {}, { STOWAGE_NETRC: files.netrc });
    proxy.close();
    await scene.registry.restart({});

    expect(without).toMatchObject({ exitCode: 1, stdout: '' });
    expect(without.stderr).toMatch(/^Stopped: GET \/v2\/: HTTP 401 /);
    expect(right, right.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(right.calls.join('\n')).not.toMatch(/tidy|Bearer/);
    expect(asked).toEqual(['repository:app:pull,delete']);
    expect(undo, undo.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(pushed).toEqual(['repository:app:pull,push']);
    expect(mayPull).toMatchObject({ exitCode: 1, stdout: '' });
    expect(mayPull.stderr).toMatch(
      /^Stopped: DELETE of a manifest that is not there: HTTP 40[13] .*with the scope 'repository:app:pull,delete'/,
    );
    expect(renewing, renewing.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    expect(uses.size).toBeGreaterThan(10);
    expect(await scene.areGone()).toBe(true);
  });
});
