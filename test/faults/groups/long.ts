import { seen } from '../compare.js'
import type { Held } from '../drivers/measure.js'
import type { RowOfGroup } from '../row.js'
import { drive } from '../run.js'
import { watch } from '../watch.js'
import type { World } from '../world.js'

/** What may be more at the end than at the beginning; all else must be where it was. On disk that is what each of three guests says in its lifetime. */
const slackMegabytes = 48
const slackBytes = 3 * 4 * 2 ** 20

const boots = 200
/** From this boot on everything that is needed once is there. */
const settled = 10

/** Tells what is held at two times, and what of it grew. */
function compareHeld(world: World, early: Held, late: Held): void {
  const fields = ['descriptors', 'processes', 'namespaces', 'bytes'] as const
  for (const field of fields) {
    const slack = field === 'bytes' ? slackBytes : 0
    if (late[field] > early[field] + slack) world.problem(`${field}: ${early[field]} → ${late[field]}`)
  }
  if (late.megabytes > early.megabytes + slackMegabytes)
    world.problem(`memory: ${early.megabytes} → ${late.megabytes} MB`)
  const words = (['megabytes', ...fields] as const).map(field => `${field} ${early[field]} → ${late[field]}`)
  world.figure(words.join(', '))
}

const hunt = (name: string, ref: (world: World) => string): RowOfGroup => ({
  fault: `fuzz for as long as \`--minutes\` says, on ${name}`,
  expected: {
    ...{ exit: 0, verdict: 'agree' },
    besides: 'memory, descriptors, processes, namespaces and disk stay where they were',
  },
  limit: 8 * 3600,
  inject: async world => {
    const args = [
      '--kernel',
      ref(world),
      '--time',
      `${world.warm.minutes}m`,
      '--seed',
      '1',
      '--no-keep',
      '--json',
    ]
    const { exit, early, late } = await watch(world, ['fuzz', ...args])
    compareHeld(world, early, late)
    const programs = seen(exit).record?.kernels[0]?.programs
    world.figure(`${world.warm.minutes} min, ${programs ?? 'unknown'} programs`)
    return exit
  },
})

/** What only shows after long. */
export const long: readonly RowOfGroup[] = [
  {
    fault: `${boots} boots in a row`,
    expected: {
      exit: 0,
      besides: 'memory, descriptors, processes, namespaces and disk stay where they were',
    },
    limit: 8 * 3600,
    inject: async world => {
      const exit = await drive(world, 'boots', [world.warm.kernel, `${boots}`, `${settled}`])
      const held = JSON.parse(exit.stdout || 'null') as { readonly early: Held; readonly late: Held } | null
      if (held !== null) compareHeld(world, held.early, held.late)
      return exit
    },
  },
  hunt('the running kernel', () => 'native'),
  hunt('the newest kernel in a guest', world => world.warm.kernel),
  hunt('an older kernel in a guest', world => world.warm.older),
]
