/** A text with what stands between `<!-- name -->` and `<!-- /name -->` made anew of it; undefined if it has no such marks. */
export function withMarked(
  text: string,
  name: string,
  content: (before: string) => string,
): string | undefined {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  return from < 0 || to < from
    ? undefined
    : `${text.slice(0, from + start.length)}\n\n${content(text.slice(from + start.length, to).trim())}\n\n${text.slice(to)}`
}
