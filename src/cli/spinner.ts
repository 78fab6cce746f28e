import type { Ora } from 'ora';

/**
 * Starts a line of progress on stderr, where that is a terminal; nothing elsewhere. Terminals that say they have no
 * columns, as those of scripts and containers do, get none either: ora would wipe infinitely many lines.
 */
export async function startSpinner(text: string, isQuiet: boolean): Promise<Ora | undefined> {
  const { stderr } = process;
  if (isQuiet || stderr.isTTY !== true || !(stderr.columns > 0)) return undefined;
  const { default: ora } = await import('ora');
  return ora({ text, stream: stderr, discardStdin: false }).start();
}
