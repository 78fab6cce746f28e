/** One JSON document, with its schema as the first key, as the command line's contract fixes it. */
export function renderJson(command: string, answer: object): string {
  return `${JSON.stringify({ schema: `stowage.${command}/1`, ...answer }, null, 2)}\n`;
}
