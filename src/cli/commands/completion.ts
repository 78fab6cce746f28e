import { Argument, type Command } from 'commander';
import { COMPLETION_SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';
import { print } from '../terminal.ts';

/** `stowage completion <shell>` */
export function declareCompletion(command: Command): void {
  command
    .addArgument(new Argument('<shell>', 'the shell to teach').choices(SHELLS))
    .addHelpText('after', HOW)
    .action((shell: Shell) => {
      print(COMPLETION_SCRIPTS[shell]);
    });
}

const HOW = `
bash:  eval "$(stowage completion bash)" in ~/.bashrc
zsh:   eval "$(stowage completion zsh)" in ~/.zshrc, below compinit
fish:  stowage completion fish > ~/.config/fish/completions/stowage.fish`;
