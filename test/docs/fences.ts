/** The contents of a Markdown text's fenced blocks in a language, in order. */
export function fenced(markdown: string, language: string): string[] {
  const blocks = markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
  return [...blocks].map(([, content]) => content as string);
}

/** A Markdown text with the contents of those blocks replaced, one by one. */
export function replaceFenced(
  markdown: string,
  language: string,
  replace: (content: string) => string,
): string {
  const block = new RegExp(`^(\`\`\`${language}\\n)(.*?)(^\`\`\`$)`, 'gms');
  return markdown.replace(block, (_, start, content, end) => `${start}${replace(content)}${end}`);
}
