import { expect, it } from 'vitest';
import { sourceName } from '../../src/registry/source-name.ts';

it.each([
  ['https://github.com/o/r', 'github.com/o/r'],
  ['http://GitHub.com/o/r.git', 'github.com/o/r'],
  ['git+https://github.com/o/r.git#main', 'github.com/o/r'],
  ['ssh://git@github.com:22/o/r/', 'github.com:22/o/r'],
  ['git@github.com:o/r.git', 'github.com/o/r'],
  ['https://user:secret@git.example/o/r', 'git.example/o/r'],
  ['  https://github.com/O/r?tab=readme ', 'github.com/O/r'],
  ['https://github.com', 'github.com'],
  ['a repository of ours', 'a repository of ours'],
  ['o/r', 'o/r'],
  ['file:///home/ci', 'file:///home/ci'],
  ['SSH://git@git.example///o/r.git//', 'git.example/o/r'],
  ['https://git.example/o/r.git/wiki', 'git.example/o/r.git/wiki'],
  ['https://git.example?tab=readme', 'git.example'],
  ['https://git.example/o/r@v1', 'git.example/o/r@v1'],
  ['https://git.example/o/r\n?tab', 'git.example/o/r\n'],
  ['build-7@git.example:o/r', 'git.example/o/r'],
  ['see https://github.com/o/r', 'see https://github.com/o/r'],
  ['mail to git@github.com:o/r', 'mail to git@github.com:o/r'],
  ['1password://o/r', '1password://o/r'],
  ['git@github.com:', 'git@github.com:'],
])('the source %j is %j', (label, name) => expect(sourceName(label)).toBe(name));
