import { makeProgram } from '../../src/cli/program.ts';
import { type Demonstration, withoutTimes } from './demonstration.ts';
import { replaceFenced } from './fences.ts';

const COLUMNS = 80;
const HELP = /(<!-- help:(\S+) -->\n).*?(<!-- \/help -->)/gs;
const PROGRAM = /(^```js\n(.*?)^```$[^`]*^```text\n)(.*?)(^```$)/ms;

/** The names of all commands, and `stowage` for the program itself. */
export function commandNames(): string[] {
  return ['stowage', ...makeProgram().commands.map((command) => command.name())];
}

/** What `--help` prints, without the exit codes that end every help. */
export function helpOf(name: string): string {
  const program = makeProgram();
  const command = name === 'stowage' ? program : program.commands.find((each) => each.name() === name);
  if (command === undefined) throw new Error(`There is no command '${name}'.`);
  return command.configureOutput({ getOutHelpWidth: () => COLUMNS }).helpInformation();
}

/** README.md with all that is generated in it made anew: helps, the output of commands and of the library program. */
export function refreshReadme(readme: string, demonstration: Demonstration): string {
  const helped = readme.replace(
    HELP,
    (_, start, name, end) => `${start}\`\`\`text\n${helpOf(name)}\`\`\`\n${end}`,
  );
  const shown = replaceFenced(helped, 'console', (content) => refreshConsole(content, demonstration));
  return shown.replace(PROGRAM, (_, start, source, output, end) => {
    return `${start}${keepIfSame(output, demonstration.runProgram(source))}${end}`;
  });
}

/** Runs the commands of a transcript again. */
function refreshConsole(content: string, demonstration: Demonstration): string {
  const commands = content.split(/^(?=\$ )/m);
  return commands
    .map((part) => {
      const command = /^\$ (.*)$/m.exec(part)?.[1] ?? '';
      const isLast = part === commands.at(-1);
      const output = `$ ${command}\n${demonstration.run(command)}${isLast ? '' : '\n'}`;
      return keepIfSame(part, output);
    })
    .join('');
}

/** Times alone are no reason to change a transcript. */
function keepIfSame(before: string, now: string): string {
  return withoutTimes(before) === withoutTimes(now) ? before : now;
}
