import { changedQemu, faultySuite } from '../../hostile.js'
import type { RowOfGroup } from '../../row.js'
import { smallArgs, smallRun } from '../../run.js'
import type { World } from '../../world.js'
import { agreed, error, lost } from '../shared.js'
import { comes, isGuestWith } from './shared.js'

const qemu = 'qemu-system-x86_64'

/** A program that stands in for QEMU, in sh; it tells its version as QEMU does. */
const inPlaceOfQemu =
  (script: string) =>
  (world: World): ReturnType<typeof smallRun> => {
    const asked = 'case "$*" in *-version*) echo QEMU emulator version 9.0.0; exit ;; esac'
    world.program(qemu, `#!/bin/sh\n${asked}\n${script}\n`)
    return smallRun(world)
  }

/** Sends a signal to the QEMU of the first guest when its suite stands still in the second program. */
const toQemu = (signal: NodeJS.Signals) => async (world: World) => {
  const CC = await faultySuite(world, { at: 2, once: true, c: 'wait_for_ever()' })
  const running = world.start(smallArgs(world.warm.kernel), { env: { CC } })
  const { pid } = await comes(world, running, isGuestWith('suite'))
  // Until it is known to stand there.
  await new Promise(resolve => setTimeout(resolve, 15_000))
  process.kill(pid, signal)
  return running.ended
}

/** A QEMU that is not there, does not go on, is too old, or is none at all. */
export const qemus: readonly RowOfGroup[] = [
  {
    fault: 'QEMU exits with 1 at once',
    expected: error('E_QEMU', /no such machine/),
    quick: true,
    inject: world => {
      world.program(qemu, '#!/bin/sh\necho no such machine >&2\nexit 1\n')
      return smallRun(world)
    },
  },
  {
    fault: 'QEMU is not there, and apt-get cannot install it',
    expected: error('E_MISSING', /apt-get install .*qemu-system-x86/),
    quick: true,
    inject: async world => {
      world.program('apt-get', '#!/bin/sh\necho "E: Unable to locate package" >&2\nexit 100\n')
      await world.prepare(`mount --bind /dev/null "$(command -v ${qemu})"`)
      return smallRun(world)
    },
  },
  {
    fault: 'QEMU is of version 4.0, and does not know an option',
    expected: error('E_QEMU', /Property '\.la57' not found/),
    quick: true,
    inject: async world => {
      await changedQemu(
        world,
        `case "$*" in
*-version*) echo QEMU emulator version 4.0.0; exit ;;
*-la57*) echo "qemu-system-x86_64: can't apply global max-x86_64-cpu.la57=off: Property '.la57' not found" >&2; exit 1 ;;
esac`,
      )
      return smallRun(world)
    },
  },
  {
    fault: 'QEMU is killed while programs run',
    expected: { ...lost(1), says: /QEMU was ended by SIGKILL/ },
    limit: 240,
    inject: toQemu('SIGKILL'),
  },
  {
    fault: 'QEMU is stopped while programs run',
    expected: { ...lost(1), says: /QEMU was stopped by somebody/ },
    limit: 400,
    inject: toQemu('SIGSTOP'),
  },
  {
    fault: 'QEMU is killed while the kernel is probed',
    setting: { cold: ['probes'] },
    expected: agreed,
    limit: 240,
    inject: async world => {
      const running = world.start(smallArgs(world.warm.kernel))
      const { pid } = await comes(world, running, isGuestWith('probe'))
      process.kill(pid, 'SIGKILL')
      return running.ended
    },
  },
  {
    fault: 'QEMU exits with 0 and boots nothing',
    expected: error('E_GUEST', /it had said nothing/),
    quick: true,
    inject: inPlaceOfQemu('exit 0'),
  },
  {
    fault: 'QEMU prints a hundred megabytes',
    expected: error('E_FLOOD'),
    quick: true,
    inject: inPlaceOfQemu('yes so it goes on | head -c 100000000'),
  },
  {
    fault: 'QEMU complains in three megabytes',
    expected: { ...error('E_QEMU', /so it goes on/), besides: 'no more than 64 KiB are printed' },
    quick: true,
    inject: async world => {
      const exit = await inPlaceOfQemu('yes so it goes on | head -c 3000000 >&2; exit 1')(world)
      if (exit.stderr.length > 65_536) world.problem(`it printed ${exit.stderr.length} characters`)
      return exit
    },
  },
  {
    fault: 'QEMU leaves processes behind that stay, and exits with 1',
    expected: error('E_QEMU', /no such machine/),
    quick: true,
    inject: inPlaceOfQemu(
      'setsid sleep 1000 & (sleep 1000 &) & sleep 1000 >/dev/null 2>&1 &\necho no such machine >&2\nexit 1',
    ),
  },
  {
    fault: 'QEMU says nothing, and does not end when it is told to',
    expected: error('E_GUEST', /it said nothing for 60 s/),
    limit: 240,
    inject: inPlaceOfQemu("trap '' TERM INT HUP\nwhile :; do sleep 1; done"),
  },
  ...kvms(),
]

/** A folder of devices in which /dev/kvm is no device. */
const devices = (world: World, kvm: string): string => `
cd ${world.folder}
mkdir -p dev/shm
for name in null zero full random urandom tty; do : >dev/$name; mount --bind /dev/$name dev/$name; done
mount --bind /dev/shm dev/shm
ln -s /proc/self/fd dev/fd
echo no device >dev/kvm
mount --rbind dev /dev
${kvm}`

function kvms(): readonly RowOfGroup[] {
  const kvm = (fault: string, says: RegExp, script: string): RowOfGroup => ({
    fault,
    expected: { ...agreed, says },
    limit: 240,
    inject: async world => {
      await world.prepare(devices(world, script))
      return smallRun(world)
    },
  })
  return [
    kvm('/dev/kvm is an ordinary file', /\/dev\/kvm opens but QEMU fails with it/, ':'),
    kvm(
      '/dev/kvm may not be opened',
      /\/dev\/kvm may not be opened by this user/,
      'mount --bind /dev/kvm /dev/kvm; mount -o remount,bind,ro /dev/kvm',
    ),
  ]
}
