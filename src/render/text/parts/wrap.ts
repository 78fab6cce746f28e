/** Puts parts on one line after `start`, or on as many as the terminal's width asks for, indented below it. */
export function wrapParts(
  start: { readonly text: string; readonly width: number },
  parts: readonly string[],
  separator: string,
  width: number,
): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line}${separator}${part}`;
    if (line !== '' && start.width + longer.length > width) {
      lines.push(line);
      line = part;
    } else line = longer;
  }
  return [...lines, line].map((each, index) => (index === 0 ? start.text : ' '.repeat(start.width)) + each);
}
