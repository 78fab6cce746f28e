import * as fs from 'node:fs';
import { fenced } from './fences.ts';

const ROOT = new URL('../..', import.meta.url);

/** The program that the documentation shows for the library. */
export function exampleProgram(): string {
  const docs = new URL('docs/', ROOT);
  const pages = fs.existsSync(docs) ? fs.readdirSync(docs).map((name) => new URL(name, docs)) : [];
  const texts = [new URL('README.md', ROOT), ...pages].filter(({ pathname }) => pathname.endsWith('.md'));
  const programs = texts.flatMap((file) => fenced(fs.readFileSync(file, 'utf8'), 'js'));
  const program = programs.find((source) => source.includes("from 'stowage'"));
  if (program === undefined) throw new Error('No page shows a program that uses the library.');
  return program;
}
