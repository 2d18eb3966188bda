import fc from 'fast-check'

/** So many units later one of two calls begins: what the other takes is no more than some hundreds. */
export const delay = () => fc.constantFrom(0, 4, 16, 32, 64, 128, 256, 512)
