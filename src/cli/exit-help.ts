import { EXIT_CODES, SIGNAL_CODE } from '../answers/exit-codes.ts';
import { TOPICS } from './topics/topics.ts';

/** Printed under every command's help. */
export const EXIT_HELP = `\n${wrap(`Exit status: ${describeCodes()}; ${SIGNAL_CODE}+n ended by signal n.`)}`;

/** Printed under the list of commands. */
export const TOPICS_HELP = `\nTopics: ${Object.keys(TOPICS).join(', ')} (stowage help states)`;

function describeCodes(): string {
  return Object.values(EXIT_CODES)
    .map(({ code, sentence }) => `${code} ${sentence}`)
    .join('; ');
}

/** Lines of at most 112 columns. */
function wrap(text: string): string {
  return text.replace(/(.{1,112})(?: |$)/g, '$1\n').trimEnd();
}
