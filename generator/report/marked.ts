/** A text with what stands between `<!-- name -->` and `<!-- /name -->` replaced; undefined if it has no such marks. */
export function withMarked(text: string, name: string, content: string): string | undefined {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  return from < 0 || to < from
    ? undefined
    : `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`
}
