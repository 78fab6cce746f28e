import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deadLinks } from './links.ts';
import { allPages, type Page, page } from './pages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const withLink = (target: string): Page => ({ ...page('docs/numbers.md'), text: `[here](${target})` });

describe('a link leads nowhere', () => {
  it.each(['nowhere.md', '../docs/nowhere.md', 'numbers.md#nowhere', '#what-could-go-not'])(
    'to %s',
    (target) => {
      expect(deadLinks(withLink(target))).toEqual([target]);
    },
  );

  it.each([
    'safety.md',
    '../README.md',
    'numbers.md#what-could-go',
    '#what-usage---by-adds-up',
    'https://x.example/',
  ])('but not to %s', (target) => {
    expect(deadLinks(withLink(target))).toEqual([]);
  });
});

describe('every link of a page leads to a file and heading that are there', () => {
  it.each(allPages().map((each) => [each.name, each] as const))('%s', (_, each) => {
    expect(deadLinks(each)).toEqual([]);
  });
});

it('every page of docs is linked from README.md', () => {
  const { text } = page('README.md');
  const names = allPages().filter(({ name }) => name.startsWith('docs/'));
  expect(names.filter(({ name }) => !text.includes(`](${name}`))).toEqual([]);
});

const FORMS = '.github/ISSUE_TEMPLATE';
const forms = fs.readdirSync(path.join(ROOT, FORMS)).map((name) => `${FORMS}/${name}`);

it.each([...allPages().map(({ name }) => name), ...forms, 'package.json'])(
  'no place of ours is named that is not there: %s',
  (name) => {
    const text = fs.readFileSync(path.join(ROOT, name), 'utf8');
    expect(text.match(/https?:\/\/[^\s)>"'`]*\bstowage\b[^\s)>"'`]*|\bgit@[^\s)>"'`]+/g) ?? []).toEqual([]);
  },
);
