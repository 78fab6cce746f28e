import * as fs from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** A Markdown file of this repository. */
export interface Page {
  /** Relative to the repository. */
  readonly name: string;
  readonly file: URL;
  readonly text: string;
}

/** All Markdown files at the top of the repository and in docs/. */
export function allPages(): Page[] {
  return ['', 'docs/'].flatMap((folder) =>
    fs
      .readdirSync(new URL(folder, ROOT))
      .filter((name) => name.endsWith('.md'))
      .map((name) => page(`${folder}${name}`)),
  );
}

/** The pages that have generated parts, or transcripts of commands. */
export function generatedPages(): Page[] {
  return allPages().filter(({ text }) => /^<!-- generated: |^```console$/m.test(text));
}

/** One of them. */
export function page(name: string): Page {
  const file = new URL(name, ROOT);
  return { name, file, text: fs.readFileSync(file, 'utf8') };
}

/** The part of a page below a heading, up to the next heading of the same or a higher level. */
export function section({ name, text }: Page, heading: string): string {
  const [, level = ''] = /^(#+) /.exec(heading) ?? [];
  const start = `\n${text}`.indexOf(`\n${heading}\n`);
  if (start === -1) throw new Error(`${name} has no '${heading}'.`);
  const below = text.slice(start + heading.length);
  const end = below.search(new RegExp(`^#{1,${level.length}} `, 'm'));
  return end === -1 ? below : below.slice(0, end);
}
