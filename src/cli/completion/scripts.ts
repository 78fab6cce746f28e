/**
 * What teaches shells to complete. Whatever was typed so far is handed over word for word and never evaluated, so that
 * nothing runs before somebody presses Enter; answers are lines of `candidate<TAB>description`, or `:files`.
 */
export const COMPLETION_SCRIPTS = {
  // Words are cut by white space alone: bash would cut them at colons and equal signs, too, and replaces only what is
  // behind the last of these.
  bash: String.raw`# bash completion for stowage: eval "$(stowage completion bash)"
_stowage() {
    local line=${'$'}{COMP_LINE:0:COMP_POINT} words current cut
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    current=${'$'}{words[${'$'}{#words[@]}-1]}
    mapfile -t COMPREPLY < <(command stowage completion --candidates -- "${'$'}{words[@]:1}" 2>/dev/null)
    if [[ ${'$'}{COMPREPLY[0]-} == :files ]]; then
        COMPREPLY=()
        compopt -o default
        return
    fi
    COMPREPLY=("${'$'}{COMPREPLY[@]%%$'\t'*}")
    cut=${'$'}{current%"${'$'}{current##*[:=]}"}
    COMPREPLY=("${'$'}{COMPREPLY[@]#"$cut"}")
}
complete -F _stowage stowage
`,
  zsh: String.raw`#compdef stowage
# zsh completion for stowage: eval "$(stowage completion zsh)", or as _stowage in a directory of $fpath
_stowage() {
    local -a lines values
    lines=("${'$'}{(@f)$(command stowage completion --candidates -- "${'$'}{(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ $lines[1] == :files ]]; then
        _files
        return
    fi
    lines=("${'$'}{(@)lines:#}")
    (( $#lines )) || return 1
    values=("${'$'}{(@)lines%%$'\t'*}")
    lines=("${'$'}{(@)lines/$'\t'/  }")
    compadd -d lines -a values
}
if [[ $funcstack[1] == _stowage ]]; then
    _stowage "$@"
else
    compdef _stowage stowage
fi
`,
  fish: String.raw`# fish completion for stowage: stowage completion fish | source
function __stowage_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (command stowage completion --candidates -- $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = ':files'
        __fish_complete_path "$current"
    else
        string join \n -- $lines
    end
end
complete -c stowage -e
complete -c stowage -f -a '(__stowage_candidates)'
`,
} as const;

export type Shell = keyof typeof COMPLETION_SCRIPTS;

/** The shells that can be taught. */
export const SHELLS = Object.keys(COMPLETION_SCRIPTS) as Shell[];
