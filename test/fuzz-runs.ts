/** How many times as many inputs a property is tried with as in every run of the tests: FC_RUNS=100 takes minutes. */
const factor = Number(process.env.FC_RUNS ?? 1)

/** The number of inputs of a property that gets so many in every run of the tests. */
export const runs = (usual: number): { readonly numRuns: number } => {
  if (!(factor > 0)) throw new Error(`FC_RUNS=${process.env.FC_RUNS} is no number above 0`)
  return { numRuns: Math.ceil(usual * factor) }
}
