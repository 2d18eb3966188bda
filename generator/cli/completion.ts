import type { Listed, ListedOption } from './listed.js'

/** The shells that there is a completion for. */
export const shells = ['bash', 'zsh', 'fish'] as const

type Shell = (typeof shells)[number]

/** What a shell reads to complete commands, options and what these may be; all else is completed as files. */
export function completion(shell: Shell, commands: readonly Listed[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands)
    case 'zsh':
      return zsh(commands)
    case 'fish':
      return fish(commands)
  }
}

const names = (commands: readonly Listed[]): readonly string[] => commands.map(({ name }) => name)

const longs = ({ options }: Listed): string => options.map(({ long }) => long).join(' ')

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const withChoices = ({ options }: Listed): readonly ListedOption[] =>
  options.filter(({ choices }) => choices.length > 0)

const bash = (commands: readonly Listed[]): string =>
  [
    '# landlockstep completion bash > /etc/bash_completion.d/landlockstep',
    '_landlockstep() {',
    `\tlocal cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=run word`,
    `\tfor word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
    `\t\tcase $word in ${names(commands).join(' | ')}) command=$word; break ;; esac`,
    '\tdone',
    '\tcase $command:$prev in',
    ...commands.flatMap(one =>
      withChoices(one).map(
        ({ long, choices }) =>
          `\t${one.name}:${long}) COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$cur")); return ;;`,
      ),
    ),
    '\tesac',
    '\tif [[ $cur == -* ]]; then',
    '\t\tcase $command in',
    ...commands.map(one => `\t\t${one.name}) COMPREPLY=($(compgen -W ${quoted(longs(one))} -- "$cur")) ;;`),
    '\t\tesac',
    '\telif [[ $COMP_CWORD -eq 1 ]]; then',
    `\t\tCOMPREPLY=($(compgen -W ${quoted(names(commands).join(' '))} -- "$cur"))`,
    '\telse',
    '\t\tCOMPREPLY=($(compgen -f -- "$cur"))',
    '\tfi',
    '}',
    'complete -o filenames -F _landlockstep landlockstep',
    '',
  ].join('\n')

/** What stands in an argument of _arguments or _describe. */
const inZsh = (text: string): string => text.replace(/[\\:[\]]/g, '\\$&')

const zshOption = ({ long, says, choices, takesValue }: ListedOption): string => {
  const value = !takesValue ? '' : `:value:${choices.length === 0 ? '_files' : `(${choices.join(' ')})`}`
  return quoted(`*${long}[${inZsh(says)}]${value}`)
}

const zsh = (commands: readonly Listed[]): string =>
  [
    '#compdef landlockstep',
    `# landlockstep completion zsh > "\${fpath[1]}/_landlockstep"`,
    'local -a commands',
    'commands=(',
    ...commands.map(({ name, summary }) => `\t${quoted(`${inZsh(name)}:${inZsh(summary)}`)}`),
    ')',
    'if (( CURRENT == 2 )); then',
    "\t_describe 'command' commands",
    '\treturn',
    'fi',
    `local command=\${words[2]}`,
    'shift words',
    '(( CURRENT -= 1 ))',
    'case $command in',
    ...commands.map(
      one => `${one.name}) _arguments ${one.options.map(zshOption).join(' ')} '*:file:_files' ;;`,
    ),
    'esac',
    '',
  ].join('\n')

const inFish = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

const fish = (commands: readonly Listed[]): string =>
  [
    '# landlockstep completion fish > ~/.config/fish/completions/landlockstep.fish',
    ...commands.map(
      ({ name, summary }) =>
        `complete -c landlockstep -n __fish_use_subcommand -f -a ${name} -d ${inFish(summary)}`,
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map(({ long, says, choices, takesValue }) => {
        const value = choices.length > 0 ? ` -x -a ${inFish(choices.join(' '))}` : takesValue ? ' -r' : ''
        return `complete -c landlockstep -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)}${value} -d ${inFish(says)}`
      }),
    ),
    '',
  ].join('\n')
