import { userInfo } from 'node:os'

/** Folders that the program writes to. */
export type Place = 'out' | 'cache' | 'tmp'

export type Places = Readonly<Record<Place, string>>

/** The folder of temporary files in which sources are kept compiled; it is shared, since they are made of the same files. */
export const compiledFolder = `tsx-${userInfo().uid}`
