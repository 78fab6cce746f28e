import { Argument, type Command } from 'commander';
import { withChoices } from '../choices.ts';
import { COMPLETION_SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';
import { print } from '../terminal.ts';

/** `stowage completion <shell>` */
export function declareCompletion(command: Command): void {
  command
    .addArgument(withChoices(new Argument('<shell>', 'the shell to teach'), SHELLS))
    .addHelpText('after', HOW)
    .action((shell: Shell) => {
      print(COMPLETION_SCRIPTS[shell]);
    });
}

const HOW = `
bash:  eval "$(stowage completion bash)" in ~/.bashrc
zsh:   eval "$(stowage completion zsh)" in ~/.zshrc, below compinit
fish:  stowage completion fish > ~/.config/fish/completions/stowage.fish`;
