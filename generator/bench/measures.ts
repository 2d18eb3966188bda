/** What can be measured, by the names that the command line has for it, in the order in which it is: what takes the longest comes last. */
export const measures = [
  'predict',
  'generate',
  'compile',
  'verdict',
  'net_test',
  'executor',
  'fuzz',
  'native',
] as const
export type Measure = (typeof measures)[number]
