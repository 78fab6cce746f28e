import * as fs from 'node:fs';
import { expect, it } from 'vitest';

it('histories begin with every kind of operation, each in one of the files beside this one', () => {
  const read = (name: string) => fs.readFileSync(new URL(name, import.meta.url), 'utf8');
  const kinds = (text: string) => text.match(/(?<=\.\.\.)[A-Z_]+/g) ?? [];
  const files = fs.readdirSync(new URL('.', import.meta.url)).filter((name) => name.startsWith('histories-'));
  const begun = files.flatMap((name) => kinds(read(name)));
  expect(begun.sort()).toEqual(kinds(read('../support/history/operations.ts')).sort());
});
