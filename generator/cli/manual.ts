import { about, endings } from './about.js'
import type { Listed } from './listed.js'

/** The manual page as roff, of what the help says. */
export const manual = (commands: readonly Listed[], version: string): string =>
  [
    `.TH LANDLOCKSTEP 1 "" "landlockstep ${text(version)}"`,
    '.SH NAME',
    `landlockstep \\- ${text(about)}`,
    '.SH SYNOPSIS',
    '.B landlockstep',
    '.RI [ command ]',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    line(endings),
    '.SH COMMANDS',
    ...commands.flatMap(({ name, argument, summary, options, example }) => [
      `.SS "${text([name, argument].filter(Boolean).join(' ')).replaceAll('"', '\\(dq')}"`,
      line(summary),
      ...options.flatMap(({ flags, says, choices }) => [
        '.TP',
        `.B ${text(flags)}`,
        line(choices.length === 0 ? says : `${says} (${choices.join(', ')})`),
      ]),
      '.PP',
      line(`Example: landlockstep ${example}`),
    ]),
    '',
  ].join('\n')

/** What is no ASCII is written by its number, which every troff knows. */
const text = (plain: string): string =>
  plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\0-\x7f]/gu, one => `\\[u${one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`)

/** A line that is no request, whatever it begins with. */
const line = (plain: string): string => `\\&${text(plain)}`
