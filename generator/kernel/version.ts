/** Whether a version starts with the prefix at a boundary: `6.1` is the start of `6.1.0-50`, not of `6.12`. */
export const startsWithVersion = (version: string, prefix: string): boolean =>
  prefix === '' || (version.startsWith(prefix) && !/^\d/.test(version.slice(prefix.length)))

/** Major and minor number, `7.2` of `7.2.12+deb13`. */
export const series = (version: string): string => /^\d+\.\d+/.exec(version)?.[0] ?? version

/** Debian's order of versions without epochs (deb-version(7)): negative if `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [atLastHyphen(a), atLastHyphen(b)]
  return compareParts(left.upstream, right.upstream) || compareParts(left.revision, right.revision)
}

function atLastHyphen(version: string) {
  const at = version.lastIndexOf('-')
  return at < 0
    ? { upstream: version, revision: '' }
    : { upstream: version.slice(0, at), revision: version.slice(at + 1) }
}

/** Splitting at digits gives text and digits in turn, text first. */
function compareParts(a: string, b: string): number {
  const [left, right] = [a.split(/(\d+)/), b.split(/(\d+)/)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x = '', y = ''] = [left[index], right[index]]
    const order = index % 2 === 0 ? compareText(x, y) : compareDigits(x, y)
    if (order !== 0) return order
  }
  return 0
}

/** By their value, however many there are: a number of JavaScript is exact up to sixteen. */
function compareDigits(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  if (left.length !== right.length) return left.length - right.length
  return left < right ? -1 : left === right ? 0 : 1
}

function compareText(a: string, b: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = weight(a[index]) - weight(b[index])
    if (order !== 0) return order
  }
  return 0
}

/** A tilde comes before the end, the end before letters, letters before everything else. */
function weight(character: string | undefined): number {
  if (character === undefined) return 0
  if (character === '~') return -1
  return /[a-z]/i.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256
}
