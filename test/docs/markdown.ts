/** A Markdown table; a `|` within a cell is spelled so that it stays there. */
export function markdownTable(titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [titles, titles.map(() => '---'), ...rows].map(line).join('');
}

/** A fenced block. */
export function fence(language: string, content: string): string {
  return `\`\`\`${language}\n${content.trimEnd()}\n\`\`\`\n`;
}

/** Text as code within a line. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Text of the source as Markdown, in which `<alg>` would be a tag of HTML. */
export function plain(text: string): string {
  return text.replaceAll('<', '\\<');
}
