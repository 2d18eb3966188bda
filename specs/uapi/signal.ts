/** Signals that a program sends, numbered as in asm-generic/signal.h. */
export const signals = { SIGUSR1: 10, SIGURG: 23, SIGIO: 29 } as const

export type SignalName = keyof typeof signals
