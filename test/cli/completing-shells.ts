import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Where a shell runs: $HOME is the directory, stowage is on the path, and $LINE is what was typed. */
interface Place {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a shell prints that runs a script. */
function runShell(shell: string, args: readonly string[], script: string, { dir, env }: Place): string {
  return execFileSync(shell, [...args, script], { cwd: dir, env, encoding: 'utf8', timeout: 60_000 });
}

/** What bash would put in place of the last word. */
export function bashCandidates(place: Place): string[] {
  const script = `eval "$(stowage completion bash)"; compopt() { :; }
    COMP_LINE=$LINE COMP_POINT=\${#LINE}; _stowage; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return runShell('bash', ['--noprofile', '--norc', '-c'], script, place).split('\n').filter(Boolean);
}

/** The same of fish. */
export function fishCandidates(place: Place): string[] {
  const script = 'stowage completion fish | source; complete -C "$LINE"';
  const lines = runShell('fish', ['--no-config', '-c'], script, place).split('\n').filter(Boolean);
  return lines.map((each) => each.split('\t')[0] as string);
}

/** What a zsh reads that is typed to: it says when it reads keys, and Ctrl-X says what stands in its line. */
const ZSHRC = `PS1= RPS1= TERM=dumb
unsetopt beep zle_bracketed_paste
autoload -U compinit; compinit -u -d "$HOME/dump"; eval "$(stowage completion zsh)"
show() { print -r -- "LINE<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^X" show; bindkey "^I" complete-word
ready() { print -r -- READY }; zle -N zle-line-init ready
`;

/** The line that zsh makes of another when Tab completes; as it comes, Tab also runs what stands in `$()`, of any command. */
export function zshLine(place: Place): string {
  fs.writeFileSync(path.join(place.dir, '.zshrc'), ZSHRC);
  // Nothing is awaited by time: until it is there, or nobody would wait any longer.
  const script = `zmodload zsh/zpty zsh/zselect; typeset out
    await() { local more; until [[ $out == $~1 ]]; do
      (( SECONDS > 50 )) && { print -r -- "still waiting for $1: $out"; exit 1 }
      if zpty -rt shell more; then out+=$more; else zselect -t 2; fi; done }
    ZDOTDIR=$HOME zpty shell zsh -o no_global_rcs -i
    await '*READY*'; zpty -w -n shell "$LINE"$'\\t\\x18'; await '*LINE<*>*'; print -r -- $out`;
  const out = runShell('zsh', ['-f', '-c'], script, place);
  return /LINE<([^>]*)>/.exec(out)?.[1] ?? out;
}
