/** An erratum: what its fix changed, where that stands, and whether programs of network calls can tell it. */
export type Erratum = {
  readonly number: number
  readonly says: string
  readonly cite: string
  /** Why no program of the suite can tell whether it is fixed; null if one can. */
  readonly hidden: string | null
}

/** Every erratum that a kernel may report as fixed. */
export const errata: readonly Erratum[] = [
  {
    number: 1,
    says: 'rights of TCP are about TCP only, not about MPTCP, SCTP and SMC',
    cite: 'security/landlock/errata/abi-4.h',
    hidden: null,
  },
  {
    number: 2,
    says: 'a signal scope lets threads of one process signal each other',
    cite: 'security/landlock/errata/abi-6.h',
    hidden: null,
  },
  {
    number: 3,
    says: 'rights of a directory moved out of its mount point are found on both ways up',
    cite: 'security/landlock/errata/abi-1.h',
    hidden: 'programs move no directories',
  },
  {
    number: 4,
    says: 'a whiteout object is made by the right MAKE_REG',
    cite: 'security/landlock/errata/abi-1.h',
    hidden: 'programs make no files',
  },
]
