import type { Layer, State } from './state.js'

/** The directory in the program's own one. */
const inner = '/in'

/** Whether a path is one of the two directories. */
export const isDirectory = (path: string): boolean => path === '/' || path === inner

/** Whether there is something at a path. */
export const isThere = ({ paths }: State, path: string): boolean => isDirectory(path) || paths.includes(path)

/** The directory in which a path is. */
export const directoryOf = (path: string): string => (path.startsWith(`${inner}/`) ? inner : '/')

/** A path and the directories above it, at each of which Landlock looks for a rule (fs.c: is_access_to_paths_allowed()). */
const wayUp = (path: string): readonly string[] =>
  path === '/' ? [path] : [path, ...wayUp(directoryOf(path))]

/** Whether a layer allows an access to a path, by one rule or by several. */
export const isAllowedAt = ({ paths }: Layer, access: number, path: string): boolean =>
  wayUp(path).some(at => ((paths.get(at) ?? 0) & access) !== 0)

/** Whether a path, or what is above it, has a quiet rule. */
export const isQuietAt = ({ quietPaths }: Layer, path: string): boolean =>
  wayUp(path).some(at => quietPaths.has(at))
