import type { Paragraph } from './paragraph.js'

/** What is shown as it stands, up to where that ends: code, tables, a synopsis. */
const ends: Readonly<Record<string, string>> = { EX: 'EE', TS: 'TE', nf: 'fi' }

const paragraphs = new Set(['P', 'PP', 'LP', 'IP', 'TP', 'RS', 'RE', 'in'])

/** Words in which the font changes from one to the next: they are one word, and what is quoted may hold blanks. */
const joined = (words: string): string =>
  [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word).join('')

/** The escapes that man pages are written with. */
const plain = (text: string): string =>
  text
    .replace(/\\f[BIRP]|\\[&:|^]/g, '')
    .replace(/\\-/g, '-')
    .replace(/\\ /g, ' ')
    .replace(/\\\[bu\]/g, '*')

/** The paragraphs of a man page; sections and subsections stand alike. */
export function roffParagraphs(page: string): readonly Paragraph[] {
  const found: Paragraph[] = []
  let section = ''
  let words: string[] = []
  let until = ''
  const end = (): void => {
    if (words.length > 0) found.push({ section, text: plain(words.join(' ')) })
    words = []
  }
  for (const line of page.split('\n')) {
    const [, macro = '', rest = ''] = /^[.']\s*([A-Za-z\\]+"?)\s*(.*)$/.exec(line) ?? []
    if (until !== '' && macro !== 'SH') until = macro === until ? '' : until
    else if (macro === '') words.push(line.trim())
    else if (macro === 'SH' || macro === 'SS') {
      end()
      until = ''
      section = rest
    } else if (ends[macro] !== undefined) {
      end()
      until = ends[macro]
    } else if (paragraphs.has(macro)) end()
    else if (/^[BI]$/.test(macro)) words.push(rest.replaceAll('"', ''))
    else if (/^[BIR]{2}$/.test(macro)) words.push(joined(rest))
  }
  end()
  return found
}
