import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** The cache in the folder of all caches. Entries are laid out as this version does; those of another are left alone. */
const cacheName = 'landlockstep/2'

/** Where everything is kept that may be made again: below `$XDG_CACHE_HOME/landlockstep`, else `~/.cache/landlockstep`; a path that is not absolute counts as none. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? ''
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), cacheName)
}
