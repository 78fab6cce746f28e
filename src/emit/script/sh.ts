/**
 * Shell text as it is to stand in a script: backslashes are left alone, and `\${` is the shell's own `${`. The text of a
 * part begins and ends with its first and last line.
 */
export function sh({ raw }: TemplateStringsArray): string {
  return `${raw.join('').replaceAll('\\${', '${').trim()}\n`;
}
