import * as fs from 'node:fs';
import { code, markdownTable, plain } from './markdown.ts';

const SRC = new URL('../../src/', import.meta.url);
const EXPORT = /^export \{([^}]*)\} from '\.\/([^']+)';/gm;

interface Exported {
  readonly name: string;
  /** The file of src that it comes from. */
  readonly from: string;
  /** The first sentence of its comment. */
  readonly purpose: string;
}

/** The functions and tables that the library exports, each with the file that documents it. */
export function functionTable(): string {
  const functions = exportedValues().filter(({ name }) => !name.endsWith('Error'));
  return markdownTable(
    ['export', 'what it gives'],
    functions.map(({ name, from, purpose }) => [`[${code(name)}](../src/${from})`, plain(purpose)]),
  );
}

/** The errors it throws. */
export function errorTable(): string {
  const errors = exportedValues().filter(({ name }) => name.endsWith('Error'));
  return markdownTable(
    ['error', 'when'],
    errors.map(({ name, purpose }) => [code(name), purpose]),
  );
}

/** What the library exports but types. */
export function exportedValues(): Exported[] {
  return [...read('index.ts').matchAll(EXPORT)].flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ name, from, purpose: purposeOf(name, from) })),
  );
}

function purposeOf(name: string, from: string): string {
  const comment = new RegExp(
    `^/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\nexport (?:async )?(?:function|class|const) ${name}\\b`,
    'm',
  );
  const text =
    comment
      .exec(read(from))?.[1]
      ?.replaceAll(/\s*\n \* ?/g, ' ')
      .trim() ?? '';
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

function read(name: string): string {
  return fs.readFileSync(new URL(name, SRC), 'utf8');
}
