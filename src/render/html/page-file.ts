import { createHash } from 'node:crypto';
import type { Kept } from '../../answers/page/keep-answers.ts';

/** The page as it was built. */
export interface BuiltPage {
  /** Its document, which names a script and a stylesheet. */
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

const SCRIPT = /<script type="module"[^>]*><\/script>/;
const STYLE = /<link rel="stylesheet"[^>]*>/;

/**
 * One document that holds the page, its script, its style and what it shows, and may load nothing: its policy names the
 * two by their hashes (CSP level 2).
 * @throws Error where the built page is not as it is built.
 */
export function renderPageFile(page: BuiltPage, kept: Kept): string {
  const script = insideScript(page.script);
  const style = page.style.trim();
  if (/<\/style/i.test(style)) throw new Error('The stylesheet of the page ends itself.');
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
  return inserted(page.html, [
    [/<meta charset="utf-8" \/>/, `$&\n    ${meta}`],
    [STYLE, `<style>${literal(style)}</style>`],
    [SCRIPT, ''],
    // Behind what it needs: it begins at once where it stands.
    [/<\/body>/, `${literal(dataBlock(kept))}\n<script type="module">${literal(script)}</script>\n  </body>`],
  ]);
}

/** Data that no text in it can end or turn into markup: without `<` there is neither an end tag nor a comment. */
function dataBlock(kept: Kept): string {
  const json = JSON.stringify(kept).replace(/[<\u2028\u2029]/g, spellOut);
  return `<script type="application/json" id="kept">${json}</script>`;
}

function spellOut(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A script that does not end itself, by what may stand in its strings and patterns (HTML, 4.12.1.3). */
function insideScript(script: string): string {
  return script.trim().replace(/<(?=\/script|!--|script)/gi, '\\x3c');
}

function inserted(html: string, changes: ReadonlyArray<readonly [where: RegExp, what: string]>): string {
  return changes.reduce((text, [where, what]) => {
    if (!where.test(text)) throw new Error(`The page was built without ${where.source}.`);
    return text.replace(where, what);
  }, html);
}

/** For the place of a match: `$` stands for itself. */
function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
