import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { changedQemu, faultyInit, lies, withKernelOptions } from '../../hostile.js'
import type { RowOfGroup } from '../../row.js'
import { smallRun } from '../../run.js'
import { complained, error, inInit, inProbe, lying } from './shared.js'

const cold = { cold: ['probes'] } as const

/** Guests that do not come as far as to their suite, or that say they are what they are not. */
export const starts: readonly RowOfGroup[] = [
  {
    fault: 'the archive of the guest has no init',
    setting: cold,
    expected: error('E_GUEST', /Kernel panic - not syncing/),
    quick: true,
    inject: async world => {
      await withKernelOptions(world, 'rdinit=/nowhere')
      return smallRun(world)
    },
  },
  {
    fault: 'the archive of the guest has no init any more when the suite is to run',
    expected: { ...complained(12), says: /Kernel panic - not syncing/ },
    inject: async world => {
      await withKernelOptions(world, 'rdinit=/nowhere')
      return smallRun(world)
    },
  },
  {
    fault: 'init exits at once',
    expected: error('E_GUEST', /Attempted to kill init/),
    inject: inInit('_exit(1)'),
  },
  { fault: 'init crashes', expected: error('E_GUEST', /Attempted to kill init/), inject: inInit('abort()') },
  {
    fault: 'init resets the guest at once: a reboot loop',
    expected: error('E_GUEST'),
    inject: inInit('reboot(RB_AUTOBOOT)'),
  },
  {
    fault: 'init halts the guest at once',
    expected: error('E_GUEST'),
    inject: inInit('reboot(RB_HALT_SYSTEM)'),
  },
  { fault: 'init does nothing', expected: error('E_GUEST'), inject: inInit('wait_for_ever()') },
  {
    fault: 'init does nothing when the suite is to run',
    expected: error('E_GUEST', /it said nothing for 60 s/),
    inject: inInit('wait_for_ever()', true),
  },
  {
    fault: 'init prints without end on the console',
    expected: error('E_GUEST'),
    inject: inInit('for (;;) say("and so on\\n")'),
  },
  {
    fault: 'init says that the guest is done when the suite is to run',
    expected: error('E_GUEST', /before the first program/),
    inject: inInit('say("# guest end\\n"); reboot(RB_AUTOBOOT)', true),
  },
  {
    fault: 'the guest has 24 MB of memory',
    setting: cold,
    expected: error('E_GUEST'),
    inject: async world => {
      await changedQemu(world, 'set -- "$@" -m 24')
      return smallRun(world)
    },
  },
  { fault: 'the probe crashes', expected: error('E_GUEST'), inject: inProbe('abort()') },
  {
    fault: 'the probe exits with 0 and says nothing',
    expected: error('E_GUEST'),
    inject: inProbe('_exit(0)'),
  },
  {
    fault: 'the probe waits for ever',
    expected: error('E_GUEST'),
    inject: inProbe('wait_for_ever()'),
  },
  {
    fault: 'the probe says a line a second for ever',
    expected: error('E_GUEST'),
    inject: inProbe('talk_for_ever(1000 * 1000)'),
  },
  {
    fault: 'the probe says lines without end',
    expected: error('E_GUEST'),
    inject: inProbe('talk_for_ever(0)'),
  },
  {
    fault: 'the probe reports no ABI',
    expected: error('E_TARGET'),
    inject: inProbe('say("# target release 7.3\\n# target end\\n"); _exit(0)'),
  },
  {
    fault: 'the probe reports an ABI that is no number',
    expected: error('E_NO_LANDLOCK'),
    inject: inProbe('say("# target release 7.3\\n# target abi eleven\\n# target end\\n"); _exit(0)'),
  },
  {
    fault: 'the probe reports a socket that nobody understands',
    expected: error('E_TARGET'),
    inject: inProbe(
      'say("# target release 7.3\\n# target abi 11\\n# target errata 15\\n# target socket a:b:c OK OK\\n# target end\\n"); _exit(0)',
    ),
  },
  {
    fault: 'Landlock is off at boot',
    setting: cold,
    expected: error('E_NO_LANDLOCK', /off at boot/),
    quick: true,
    inject: async world => {
      await withKernelOptions(world, 'lsm=yama', ' lsm=landlock')
      return smallRun(world)
    },
  },
  {
    fault: 'Landlock is off at boot, and was on when the kernel was probed',
    expected: error('E_NO_LANDLOCK', /off at boot/),
    inject: async world => {
      await withKernelOptions(world, 'lsm=yama', ' lsm=landlock')
      return smallRun(world)
    },
  },
  {
    fault: 'the kernel has no Landlock',
    expected: error('E_NO_LANDLOCK', /not built into/),
    inject: lying({ ABI: '-ENOSYS' }),
  },
  {
    fault: 'a filter keeps the guest from Landlock',
    expected: error('E_NO_LANDLOCK', /EPERM/),
    inject: lying({ ABI: '-EPERM' }),
  },
  {
    fault: 'a kernel of ABI 11 says that it has ABI 6',
    expected: { exit: 1, verdict: 'diverge', kernel: { abi: 6, lost: 0 } },
    inject: lying({ ABI: 6 }, 'unknown-rights'),
  },
  {
    fault: 'a kernel of ABI 6 says that it has ABI 11',
    expected: { exit: 1, verdict: 'diverge', kernel: { abi: 11, lost: 0 } },
    inject: lying({ ABI: 11 }, 'unknown-rights', 'older'),
  },
  {
    fault: 'a kernel of ABI 11 says that it has ABI 1, which knows no networks',
    expected: { exit: 1, verdict: 'diverge', kernel: { abi: 1, lost: 0 } },
    inject: lying({ ABI: 1 }, 'unknown-rights'),
  },
  {
    fault: 'a kernel says that it has ABI 99, which the specs do not know',
    expected: {
      ...{ exit: 0, verdict: 'agree', kernel: { abi: 99, lost: 0 } },
      says: /reports ABI 12 to 99, which the specs do not know: it was not looked at/,
    },
    inject: lying({ ABI: 99 }, 'versions-do-not-change'),
  },
  {
    fault: 'a kernel of ABI 6 says that it has errata of the future',
    expected: {
      ...{ exit: 0, verdict: 'agree', kernel: { abi: 6, lost: 0 } },
      says: /reports erratum 16, which the specs do not know: it was not looked at/,
    },
    inject: lying({ ERRATA: 0xffff }, 'versions-do-not-change', 'older'),
  },
  {
    fault: 'a kernel says another ABI to the suite than to the probe',
    expected: { exit: 1, verdict: 'diverge', kernel: { abi: 11 } },
    inject: async world =>
      smallRun(
        world,
        world.warm.kernel,
        { CC: await lies(world, { ABI: 10 }, ['suite']) },
        'versions-do-not-change',
      ),
  },
  {
    fault: 'a kernel has another ABI when the suite runs than when it was probed',
    expected: error('E_TARGET', /abi is 11 in its manifest and 6/),
    inject: async world => {
      // QEMU may read what looks like firmware of its own.
      const firmware = join(dirname(world.bin), 'share/qemu')
      const other = join(firmware, 'vmlinuz')
      mkdirSync(world.at(firmware), { recursive: true })
      copyFileSync(world.warm.older, world.at(other))
      await changedQemu(
        world,
        `for word; do case "$word" in *suite.cpio) other=yes ;; esac; done
last=
for word; do
	shift
	[ "$last$other" != -kernelyes ] || word='${other}'
	set -- "$@" "$word"
	last=$word
done`,
      )
      return smallRun(world)
    },
  },
  {
    fault: 'init does what it should and the clock of the guest is set back all the time',
    expected: { exit: 0, verdict: 'agree', kernel: { agreed: 12, lost: 0 }, reports: 0 },
    inject: async world =>
      smallRun(world, world.warm.kernel, { CC: await faultyInit(world, 'set_back_clock()') }),
  },
  {
    fault: 'the clock of every guest runs thirty times too fast',
    expected: error('E_GUEST', /no guest goes right: its clock/),
    inject: async world => {
      await withKernelOptions(world, 'tsc_early_khz=100000')
      return smallRun(world, world.warm.kernel, undefined, 'listen-and-accept')
    },
  },
  {
    fault: 'the clock of the guest runs thirty times too slow',
    expected: { exit: 0, verdict: 'agree', kernel: { agreed: 12, lost: 0 }, reports: 0 },
    inject: async world => {
      await withKernelOptions(world, 'tsc_early_khz=90000000')
      return smallRun(world)
    },
  },
  {
    fault: 'the clock of the guest stands almost still: a thousand times too slow',
    expected: error('E_GUEST'),
    inject: async world => {
      await withKernelOptions(world, 'tsc_early_khz=3000000000')
      return smallRun(world)
    },
  },
]
