import { readFileSync } from 'node:fs';
import type { BuiltPage } from '../render/html/page-file.ts';

/** Where Vite builds the page: from dist/cli as well as from bin/ it is found beside dist. */
const BUILT = [new URL('../ui/', import.meta.url), new URL('../dist/ui/', import.meta.url)];

/** Reads the page as it was built. */
export function readBuiltPage(): BuiltPage {
  const [html, directory] = readDocument();
  const read = (name: RegExp) => {
    const [, file = ''] = name.exec(html) ?? [];
    return readFileSync(new URL(file, directory), 'utf8');
  };
  return {
    html,
    script: read(/<script[^>]* src="([^"]+)"/),
    style: read(/<link rel="stylesheet"[^>]* href="([^"]+)"/),
  };
}

function readDocument(): readonly [html: string, directory: URL] {
  for (const directory of BUILT) {
    try {
      return [readFileSync(new URL('index.html', directory), 'utf8'), directory];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error('The page is not there: npm run build makes it.');
}
