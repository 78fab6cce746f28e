import * as fs from 'node:fs';
import type { Page } from './pages.ts';

const LINK = /(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g;
const CODE = /^ *```.*?^ *```$|`[^`\n]*`(?!\])/gms;

/** The links of a page that lead nowhere: to no file of the repository, or to no heading. Web addresses are not asked. */
export function deadLinks(page: Page): string[] {
  const targets = [...page.text.replaceAll(CODE, '').matchAll(LINK)].map(([, target = '']) => target);
  return targets.filter((target) => !/^https?:/.test(target) && !leadsSomewhere(target, page));
}

function leadsSomewhere(target: string, page: Page): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page.file : new URL(path, page.file);
  if (!fs.existsSync(file)) return false;
  return anchor === undefined || anchorsIn(fs.readFileSync(file, 'utf8')).includes(anchor);
}

/** What a heading may be linked by, as GitHub makes it. */
function anchorsIn(markdown: string): string[] {
  const headings = markdown
    .replaceAll(CODE, (code) => (code.includes('\n') ? '' : code))
    .matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
