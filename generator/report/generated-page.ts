/** A generated page with its table made anew of the one before; what stands above the table stays. */
export function withTable(page: string, table: (before: string) => string): string {
  const at = page.indexOf('\n| ')
  const [head, before] = at < 0 ? [page, ''] : [page.slice(0, at), page.slice(at)]
  return `${head.trimEnd()}\n\n${table(before.trim())}\n`
}
