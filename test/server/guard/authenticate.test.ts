import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { htpasswdFile, htpasswdLine, TOKEN, tokenFile } from './files.ts';
import { basic, startGuarded } from './guarded-service.ts';

const dir = temporaryDirectory();
const users = (...lines: string[]) => htpasswdFile(dir(), lines.join(''));
const alice = () => htpasswdLine('alice', 'correct horse');

describe('what nobody logged in for', () => {
  it.each([
    ['/', 401],
    ['/v2/', 401],
    ['/v2/team/app/manifests/1', 401],
    ['/api/v1/usage', 401],
    ['/metrics', 401],
    ['/healthz', 200],
    ['/healthz/', 401],
    ['/healthz/../api/v1/usage', 401],
    ['//healthz', 401],
    ['/%68ealthz/../metrics', 401],
    ['/v2/%2e%2e/healthz', 200],
    ['/healthz?/metrics', 200],
    ['/nothing', 401],
  ])('%s: %d', async (asked, status) => {
    const { get } = await startGuarded({ htpasswd: users(alice()) });
    expect((await get(asked)).status).toBe(status);
    expect((await get(asked, {}, 'HEAD')).status).toBe(status);
  });

  it('is asked for by Basic, which docker and browsers know', async () => {
    const { get } = await startGuarded({ tokenFile: tokenFile(dir()) });
    expect((await get('/')).headers.get('www-authenticate')).toBe('Basic realm="stowage", charset="UTF-8"');
  });

  it('is told to a registry client as the specification says', async () => {
    const { get } = await startGuarded({ htpasswd: users(alice()) });
    const { headers, text } = await get('/v2/');
    expect(headers.get('docker-distribution-api-version')).toBe('registry/2.0');
    expect(headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(text).errors).toMatchObject([{ code: 'UNAUTHORIZED' }]);
  });

  it.each([
    ['', false, 401],
    ['', true, 200],
    ['/stowage', false, 401],
    ['/stowage', true, 200],
  ])('metrics below %j, open: %s: %d', async (basePath, openMetrics, status) => {
    const { get } = await startGuarded({ basePath, openMetrics, htpasswd: users(alice()) });
    expect((await get(`${basePath}/metrics`)).status).toBe(status);
    for (const other of ['/', '/metrics/', '/v2/metrics', '/api/metrics', '/other/metrics'])
      expect((await get(`${basePath}${other}`)).status, other).toBe(401);
  });
});

describe('a password', () => {
  it.each([
    ['plain', 'correct horse'],
    ['with colons', 'a:b::c'],
    ['beyond ASCII', 'Pässwörd ☃'],
    ['empty', ''],
    ['of 72 bytes', '0123456789'.repeat(8).slice(0, 72)],
  ])('that htpasswd wrote lets in, and no other: %s', async (_, password) => {
    const { get } = await startGuarded({ htpasswd: users(htpasswdLine('alice', password)) });
    expect(await get('/', basic('alice', password))).toMatchObject({ status: 200, text: 'through' });
    expect((await get('/', basic('alice', `x${password}`))).status).toBe(401);
    expect((await get('/', basic('alice', password.slice(0, -1) || 'x'))).status).toBe(401);
    expect((await get('/', basic('Alice', password))).status).toBe(401);
    expect((await get('/', basic('', password))).status).toBe(401);
  });

  it.each(['$2y$', '$2a$', '$2b$'])('may be hashed as %s', async (kind) => {
    const { get } = await startGuarded({ htpasswd: users(alice().replace('$2y$', kind)) });
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
  });

  it('is read from a file with comments, blank lines, ends of Windows, and a line for each user that counts', async () => {
    const file = users(
      '# users of the registry\n\n',
      htpasswdLine('alice', 'old'),
      alice().replace('\n', '\r\n'),
      '   \n',
      `  ${htpasswdLine('bob', 'builder')}`,
    );
    const { get } = await startGuarded({ htpasswd: file });
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
    expect((await get('/', basic('alice', 'old'))).status).toBe(401);
    expect((await get('/', basic('bob', 'builder'))).status).toBe(200);
  });

  it.each([
    ['-m', "of htpasswd's MD5"],
    ['-s', 'SHA-1'],
    ['-d', 'no bcrypt hash'],
    ['-p', 'no bcrypt hash'],
    ['-2', 'of crypt with SHA-2'],
    ['-5', 'of crypt with SHA-2'],
  ])('hashed otherwise is named at the start, and lets nobody in: %s', async (kind, what) => {
    const file = users(alice(), htpasswdLine('bob', 'builder', kind));
    const { get, said } = await startGuarded({ htpasswd: file });
    expect(said).toEqual([
      `The hash of 'bob' is ${what}, so nobody gets in by it: write it with htpasswd -B.`,
    ]);
    expect((await get('/', basic('bob', 'builder'))).status).toBe(401);
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
  });

  it.each([
    ['Basic', 401],
    ['Basic ', 401],
    ['Basic !!!', 401],
    [`Basic ${Buffer.from('alice').toString('base64')}`, 401],
    [`Basic ${Buffer.from('alice:correct horse\n').toString('base64')}`, 401],
    [`Basic ${Buffer.from('alice:correct horse\0').toString('base64')}`, 401],
    [`Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0x80]).toString('base64')}`, 401],
    [`basic ${Buffer.from('alice:correct horse').toString('base64')}`, 200],
    ['Bearer correct horse', 401],
    ['Digest username="alice"', 401],
    ['Negotiate AAAA', 401],
    [`Basic ${'A'.repeat(12_000)}`, 401],
  ])('is not found in %j: %d', async (authorization, status) => {
    const { get } = await startGuarded({ htpasswd: users(alice()) });
    expect((await get('/', { authorization })).status).toBe(status);
  });
});

describe('a token', () => {
  it('lets in as Bearer, and as the password of any user, whose name is not believed', async () => {
    const { get } = await startGuarded({ tokenFile: tokenFile(dir()) });
    for (const headers of [
      { authorization: `Bearer ${TOKEN}` },
      { authorization: `bearer   ${TOKEN}` },
      basic('', TOKEN),
      basic('whoever', TOKEN),
    ])
      expect(await get('/', headers)).toMatchObject({ status: 200, text: 'through' });
    for (const headers of [
      { authorization: 'Bearer' },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: `Bearer ${TOKEN.slice(1)}` },
      { authorization: `Bearer ${TOKEN} ${TOKEN}` },
      { authorization: TOKEN },
      basic(TOKEN, ''),
      basic('whoever', ''),
    ])
      expect((await get('/', headers)).status, JSON.stringify(headers)).toBe(401);
  });

  it('is one of several, and goes beside passwords', async () => {
    const other = 'another-token-of-some-length';
    const { get } = await startGuarded({
      tokenFile: tokenFile(dir(), `${TOKEN}\n${other}\n`),
      htpasswd: users(alice()),
    });
    expect((await get('/', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await get('/', basic('alice', other))).status).toBe(200);
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
    expect((await get('/', basic('alice', 'wrong'))).status).toBe(401);
  });

  it('that can be guessed is complained of at the start', async () => {
    const { said } = await startGuarded({ tokenFile: tokenFile(dir(), 'letmein\n') });
    expect(said).toEqual([
      'Of the tokens, 1 can be guessed: make them of 16 characters or more, as with openssl rand -hex 32.',
    ]);
  });
});

describe('a file that changes while the service runs', () => {
  const status = async (
    get: (path: string, headers: Record<string, string>) => Promise<{ status: number }>,
    password: string,
  ) => (await get('/', basic('alice', password))).status;

  it('is read again when it is written over or another is moved in its place', async () => {
    const file = users(alice());
    const { get, said } = await startGuarded({ htpasswd: file });
    expect(await status(get, 'correct horse')).toBe(200);
    fs.writeFileSync(file, htpasswdLine('alice', 'second'));
    expect([await status(get, 'correct horse'), await status(get, 'second')]).toEqual([401, 200]);
    fs.writeFileSync(`${file}.new`, htpasswdLine('alice', 'third'));
    fs.renameSync(`${file}.new`, file);
    expect([await status(get, 'second'), await status(get, 'third')]).toEqual([401, 200]);
    fs.writeFileSync(file, htpasswdLine('bob', 'builder'));
    expect(await status(get, 'third')).toBe(401);
    expect(said).toEqual(Array(3).fill(`--htpasswd ${file}: it changed, and was read again.`));
  });

  it('is seen behind a symlink, as Kubernetes swaps them', async () => {
    const link = path.join(dir(), 'mounted');
    const [one, two] = ['one', 'two'].map((name) => path.join(dir(), name));
    fs.writeFileSync(one!, htpasswdLine('alice', 'first'));
    fs.writeFileSync(two!, htpasswdLine('alice', 'second'));
    fs.symlinkSync(one!, link);
    const { get } = await startGuarded({ htpasswd: link });
    expect(await status(get, 'first')).toBe(200);
    fs.symlinkSync(two!, `${link}.new`);
    fs.renameSync(`${link}.new`, link);
    expect([await status(get, 'first'), await status(get, 'second')]).toEqual([401, 200]);
  });

  it.each<[string, (file: string) => void, string]>([
    ['gone', (file) => fs.rmSync(file), 'there is no such file.'],
    [
      'empty',
      (file) => fs.writeFileSync(file, ''),
      'there is no user with a bcrypt hash in it, as htpasswd -B writes it.',
    ],
    [
      'no list of users',
      (file) => fs.writeFileSync(file, 'alice\n'),
      'expected <user>:<hash> in line 1, and there is no user.',
    ],
    [
      'a directory',
      (file) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      },
      'expected a file, and it is none.',
    ],
    [
      'endless',
      (file) => fs.truncateSync(file, 5 * 1024 * 1024),
      'expected at most 4194304 bytes, found 5242880.',
    ],
  ])(
    'lets nobody in while it is %s, not even who is remembered, and everybody when it is back',
    async (_, spoil, why) => {
      const file = users(alice());
      const { get, said } = await startGuarded({ htpasswd: file });
      expect(await status(get, 'correct horse')).toBe(200);
      spoil(file);
      expect([await status(get, 'correct horse'), await status(get, 'correct horse')]).toEqual([503, 503]);
      expect((await get('/v2/', basic('alice', 'correct horse'))).text).toContain('"UNAVAILABLE"');
      expect((await get('/')).status).toBe(401);
      expect((await get('/healthz')).status).toBe(200);
      fs.rmSync(file, { recursive: true, force: true });
      users(alice());
      expect(await status(get, 'correct horse')).toBe(200);
      expect(said).toEqual([
        `--htpasswd ${file}: ${why} Until then nobody gets in by it.`,
        `--htpasswd ${file}: it changed, and was read again.`,
      ]);
    },
  );

  it('takes tokens away, and leaves passwords alone', async () => {
    const tokens = tokenFile(dir());
    const { get } = await startGuarded({ tokenFile: tokens, htpasswd: users(alice()) });
    const withToken = () => get('/', { authorization: `Bearer ${TOKEN}` });
    expect((await withToken()).status).toBe(200);
    fs.rmSync(tokens);
    expect((await withToken()).status).toBe(503);
    expect(await status(get, 'correct horse')).toBe(200);
    tokenFile(dir(), 'another-token-of-some-length\n');
    expect((await withToken()).status).toBe(401);
  });
});
