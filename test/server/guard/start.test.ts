import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createGuard } from '../../../src/server/guard/guard.ts';
import type { GuardOptions } from '../../../src/server/guard/options.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { htpasswdFile, htpasswdLine, tokenFile } from './files.ts';

const dir = temporaryDirectory();
const DEFAULTS: GuardOptions = {
  host: '127.0.0.1',
  basePath: '',
  allowHost: [],
  openMetrics: false,
  log: 'line',
};

/** What the operator is told at the start; `refused` where it does not. */
function start(options: Partial<GuardOptions>): { said: string[] } | { refused: string } {
  const said: string[] = [];
  try {
    createGuard({ ...DEFAULTS, ...options }, { say: (sentence) => said.push(sentence), log: () => {} });
    return { said };
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    return { refused: (error as Error).message };
  }
}

describe('an address', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1'])(
    'that only this machine reaches needs no login: %s',
    (host) => expect(start({ host })).toEqual({ said: [] }),
  );

  it.each([
    '0.0.0.0',
    '::',
    '[::]',
    '192.168.1.5',
    '128.0.0.1',
    '127.example.com',
    'localhost.lan',
    'disk',
    '::ffff:10.0.0.1',
    '',
  ])('that others reach needs one: %j', (host) => {
    expect(start({ host })).toEqual({
      refused: `--host ${host}: whoever reaches this machine could read all images. Add --htpasswd <file> or --token-file <file>, or listen on 127.0.0.1.`,
    });
    const said = [
      `On ${host} passwords and tokens travel readable for everybody on the way: put a proxy with TLS before it.`,
    ];
    expect(start({ host, tokenFile: tokenFile(dir()) })).toEqual({ said });
    expect(start({ host, htpasswd: htpasswdFile(dir(), htpasswdLine('a', 'b')) })).toEqual({ said });
  });
});

describe('a file of those who may ask is refused at the start', () => {
  it.each<[string, string, string]>([
    ['htpasswd', '', 'there is no user with a bcrypt hash in it, as htpasswd -B writes it.'],
    ['htpasswd', '# nobody\n\n', 'there is no user with a bcrypt hash in it, as htpasswd -B writes it.'],
    ['htpasswd', 'alice\n', 'expected <user>:<hash> in line 1, and there is no user.'],
    ['htpasswd', '# users\n:$2y$05$x\n', 'expected <user>:<hash> in line 2, and there is no user.'],
    [
      'htpasswd',
      'alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n',
      "there is no user with a bcrypt hash in it, as htpasswd -B writes it. The hash of 'alice' is SHA-1, so nobody gets in by it: write it with htpasswd -B.",
    ],
    ['tokenFile', '', 'there is no token in it.'],
    ['tokenFile', '# none\n', 'there is no token in it.'],
    ['tokenFile', 'two words\n', 'expected a token in line 1, of ASCII characters without spaces.'],
    ['tokenFile', '\x7fELF\x02\x01\n', 'expected a token in line 1, of ASCII characters without spaces.'],
  ])('%s: %j', (option, content, why) => {
    const file = htpasswdFile(dir(), content);
    const flag = option === 'htpasswd' ? '--htpasswd' : '--token-file';
    expect(start({ [option]: file })).toEqual({ refused: `${flag} ${file}: ${why}` });
  });

  it('where there is none', () => {
    expect(start({ htpasswd: '/nonexistent' })).toEqual({
      refused: '--htpasswd /nonexistent: there is no such file.',
    });
    expect(start({ tokenFile: dir() })).toEqual({
      refused: `--token-file ${dir()}: expected a file, and it is none.`,
    });
    expect(start({ tokenFile: '/dev/zero' })).toEqual({
      refused: '--token-file /dev/zero: expected a file, and it is none.',
    });
  });

  it('where a hash would take hours', () => {
    const [user, hash] = htpasswdLine('alice', 'x').trim().split(':');
    const file = htpasswdFile(dir(), `${user}:${hash?.replace('$05$', '$31$')}\n`);
    const { refused } = start({ htpasswd: file }) as { refused: string };
    expect(refused).toContain("The hash of 'alice' is of cost 31, which takes minutes,");
  });

  it('where a bcrypt hash was cut', () => {
    const file = htpasswdFile(dir(), htpasswdLine('alice', 'x').slice(0, -3));
    const { refused } = start({ htpasswd: file }) as { refused: string };
    expect(refused).toContain("The hash of 'alice' is no whole bcrypt hash,");
  });
});

describe('--allow-host', () => {
  it.each(['stowage.example.com', 'DISK', 'disk_1', 'xn--bcher-kva.example', 'bücher.example', 'a.b.'])(
    'takes a name: %s',
    (name) => expect(start({ allowHost: [name] })).toEqual({ said: [] }),
  );

  it.each([
    '',
    'http://stowage.example.com',
    'stowage.example.com:8443',
    'a/b',
    'a b',
    'user@host',
    '*.example.com',
    '*',
    'a?b',
    'a\\b',
  ])('refuses what is none: %j', (name) =>
    expect(start({ allowHost: ['localhost', name] })).toEqual({
      refused: `--allow-host ${name}: expected the name of a host, without scheme and port, as in stowage.example.com.`,
    }),
  );
});

it('a file that may not be read is refused with why', () => {
  if (process.getuid?.() === 0) return;
  const file = tokenFile(dir());
  fs.chmodSync(file, 0);
  expect(start({ tokenFile: file })).toEqual({
    refused: `--token-file ${file}: it cannot be read (EACCES).`,
  });
});
