import { cronCommands } from './cron-commands.ts';
import type { Page } from './pages.ts';

const SHELL = /^( *)```(sh|crontab)\n(.*?)^ *```$/gms;
/** From the program's name or path to what ends a command in a shell, which does not stand in quotes. */
const COMMAND =
  /(?:(?<![\w./-])stowage|node dist\/cli\/main\.js) [a-z](?:"[^"\n]*"|'[^'\n]*'|[^|&;>#\n"'])*/g;
const INLINE = /`(stowage [a-z][^`]*)`/g;
const GENERATED = /^<!-- generated: .*?^<!-- end -->$/gms;
/** Words that stand for something, or for any further words. */
const PLACEHOLDER = /[<[]|\.\.\./;

/** The commands of stowage that a page shows, in blocks for a shell and within its sentences, each once. */
export function commandLines({ text }: Page): string[] {
  const written = text.replaceAll(GENERATED, '');
  const blocks = [...written.matchAll(SHELL)].flatMap(([, , language, content = '']) => {
    const script = language === 'crontab' ? cronCommands(content).join('\n') : content;
    return script.match(COMMAND) ?? [];
  });
  const sentences = [...written.matchAll(INLINE)].map(([, command = '']) => command);
  const commands = [...blocks, ...sentences].map((command) => command.replace(/^node \S+/, 'stowage').trim());
  return [...new Set(commands)].filter((command) => !PLACEHOLDER.test(command));
}
