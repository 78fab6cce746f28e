import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { cronCommands } from './cron-commands.ts';
import { fenced } from './fences.ts';
import { allPages } from './pages.ts';

const jobs = allPages().flatMap(({ text }) => fenced(text, 'crontab').flatMap(cronCommands));
const dir = temporaryDirectory();
const limits = jobs.filter((job) => job.includes('--fail-'));

/** What cron would mail where stowage says something and ends with a code, from the shell that cron takes. */
function mailOf(job: string, exitCode: number): string {
  const program = `#!/bin/sh\nprintf '%s\\n' "asked: $*"\nexit ${exitCode}\n`;
  fs.writeFileSync(path.join(dir(), 'stowage'), program, { mode: 0o755 });
  const command = job.replaceAll('/var/lib/stowage', dir());
  const env = { ...process.env, PATH: `${dir()}:${process.env['PATH']}` };
  return execFileSync('/bin/sh', ['-c', command], { env, encoding: 'utf8' });
}

describe('a crontab that a page shows', () => {
  it('has a line for each limit, with the per cent sign that cron hands on', () => {
    expect(limits.map((job) => /--fail-\S+ \S+/.exec(job)?.[0])).toEqual([
      '--fail-over 90%',
      '--fail-growth 50G/d',
    ]);
  });

  it.each(limits)('mails nothing where all is well: %s', (job) => {
    expect(mailOf(job, 0)).toBe('');
  });

  it.each(limits)('mails the report where a limit is passed: %s', (job) => {
    expect(mailOf(job, 1)).toMatch(/^asked: report --fail-(?:over 90%|growth 50G\/d)\n$/);
  });

  it.each(limits)('mails what else happened, by its code: %s', (job) => {
    for (const code of [2, 3, 4, 12]) {
      expect(mailOf(job, code)).toMatch(
        new RegExp(`^Not known how .*: report ended with ${code}\nasked: report `),
      );
    }
  });
});

it('a per cent sign that cron would take for the end of a line is refused', () => {
  expect(cronCommands('A=50%\n# 5%\n\n1 2 * * * a 5\\% b')).toEqual(['a 5% b']);
  expect(() => cronCommands('1 2 * * * a 5%')).toThrow('cron would cut this');
  expect(() => cronCommands('1 2 * * *')).toThrow('no job');
});
