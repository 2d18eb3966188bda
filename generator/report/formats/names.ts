/** The formats in which a result can be printed and written, by the names that options have for them. */
export const formatNames = [
  'pretty',
  'json',
  'ktap',
  'tap',
  'junit',
  'ctrf',
  'kcidb',
  'html',
  'github',
  'github-summary',
] as const

export type Format = (typeof formatNames)[number]
