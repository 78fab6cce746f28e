import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeLive } from './availability.ts';
import { DELETABLE, DeletionScene, SCENE } from './deletion-scene.ts';
import { type Asked, type Fault, FaultyProxy } from './faulty-proxy.ts';
import { LiveRegistry } from './live-registry.ts';

const isDelete = ({ method, url }: Asked) => method === 'DELETE' && !/probe|0{64}/.test(url);
const UNAVAILABLE: Fault = { status: 503, headers: {}, body: Buffer.from('<h1>Not\u001b now</h1>') };

describeLive('the script of a plan, through what lies between it and the registry', () => {
  let scene: DeletionScene;
  let untouched: Record<string, string>;
  let proxy: FaultyProxy;

  const script = () => scene.script(scene.plan(...DELETABLE));

  beforeAll(async () => {
    scene = await DeletionScene.fill(await LiveRegistry.start());
    untouched = await scene.answers();
    proxy = await FaultyProxy.before(scene.url);
  });
  afterAll(async () => {
    proxy?.close();
    await scene?.registry.remove();
  });
  beforeEach(() => {
    scene.reset();
    proxy.treatment = {};
  });

  it.each<[string, Fault]>([
    ['503', UNAVAILABLE],
    ['429', { status: 429, headers: { 'retry-after': '1' }, body: Buffer.from('{}') }],
    ['a connection that breaks before the registry hears of it', 'broken before'],
    ['a connection that breaks after the registry did it', 'broken after'],
  ])('asks again after %s', async (_, fault) => {
    const asked = new Map<string, number>();
    proxy.treatment = {
      // Each twice, also those that look.
      fault: ({ method, url }) => {
        const name = `${method} ${url}`;
        asked.set(name, (asked.get(name) ?? 0) + 1);
        return asked.get(name)! <= 2 ? fault : undefined;
      },
    };
    const one = script();
    const run = await one.run(proxy.url);
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(/: asking again in 1 s\n/);
    expect(await scene.areGone()).toBe(true);
    const undo = await one.run(proxy.url, {}, {}, { file: `${one.undo}/undo.sh` });
    expect(undo).toMatchObject({ exitCode: 0 });
    expect(await scene.answers()).toEqual(untouched);
  });

  it('stops where it is of no use to ask again, and goes on in another run', async () => {
    let deletes = 0;
    proxy.treatment = { fault: (asked) => (isDelete(asked) && ++deletes > 1 ? UNAVAILABLE : undefined) };
    const one = script();
    const run = await one.run(proxy.url);
    expect(run.exitCode).toBe(4);
    expect(deletes).toBe(1 + 6);
    expect(run.stderr).toMatch(/\nStopped: DELETE app@sha256:[0-9a-f]{64}: HTTP 503 <h1>Not now<\/h1>\n$/);
    proxy.treatment = {};
    expect(await one.run(proxy.url)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await scene.areGone()).toBe(true);
  });

  it.each([400, 403, 405, 409])('stops at once on %s to a DELETE', async (status) => {
    let deletes = 0;
    const fault: Fault = { status, headers: {}, body: Buffer.from('{"errors":[]}') };
    proxy.treatment = { fault: (asked) => (isDelete(asked) && ++deletes > 0 ? fault : undefined) };
    const run = await script().run(proxy.url);
    expect(run.exitCode).toBe(4);
    expect(deletes).toBe(1);
    expect(run.stderr).toContain(`: HTTP ${status} {"errors":[]}`);
    expect(await scene.answers()).toEqual(untouched);
  });

  it('stops where 202 is said and nothing is done', async () => {
    const fault: Fault = { status: 202, headers: {}, body: Buffer.alloc(0) };
    proxy.treatment = { fault: (asked) => (isDelete(asked) ? fault : undefined) };
    const run = await script().run(proxy.url);
    expect(run).toMatchObject({ exitCode: 4 });
    expect(run.stderr).toMatch(/^Stopped: app:old-multi still leads to sha256:\w+, which was deleted\.\n$/);
  });

  it('stops where digests are not let through', async () => {
    proxy.treatment = {
      change: (_, answer) => {
        const { 'docker-content-digest': __, ...headers } = answer.headers;
        return { ...answer, headers };
      },
    };
    const run = await script().run(proxy.url);
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.stderr).toContain('the answer has no Docker-Content-Digest');
    expect(await scene.answers()).toEqual(untouched);
  });

  // 2.8 lists all tags at once; 3.x and others give pages.
  it.each<[string, (rest: string) => string]>([
    ['a path', (rest) => `</v2/app/tags/list${rest}>; rel="next"`],
    ['an address behind TLS', (rest) => `<https://elsewhere.example.com/v2/app/tags/list${rest}>; rel=next`],
    ['what is added to the page', (rest) => `<${rest}>; rel="next"`],
  ])('reads tags in pages, the next of which is %s', async (_, link) => {
    await scene.registry.client.putManifest('app', SCENE.old, 'zz');
    proxy.treatment = {
      change: ({ url }, answer) => {
        if (!url.startsWith('/v2/app/tags/list')) return answer;
        const { tags } = JSON.parse(answer.body.toString()) as { tags: string[] };
        const last = new URL(url, 'http://registry').searchParams.get('last') ?? '';
        const rest = tags.sort().filter((tag) => tag > last);
        const body = Buffer.from(JSON.stringify({ name: 'app', tags: rest.slice(0, 2) }, null, 2));
        const more = rest.length > 2 ? { link: link(`?n=2&last=${rest[1]}`) } : {};
        return { status: 200, headers: { 'content-type': 'application/json', ...more }, body };
      },
    };
    const run = await scene.script(scene.plan()).run(proxy.url);
    expect(run.stdout).toBe('There is nothing to delete.\n');
    const before = { ...scene.plan(...DELETABLE) };
    const asScanned = {
      ...before,
      delete: before.delete.map((each) => ({ ...each, tags: each.tags.filter((tag) => tag !== 'zz') })),
    };
    const looked = await scene.script(asScanned).run(proxy.url);
    expect(looked.exitCode, looked.stderr).toBe(3);
    expect(looked.stderr).toContain(`  the tag zz leads to ${SCENE.old.digest}\n`);
    expect(await scene.answers()).toEqual(untouched);
  });
});
