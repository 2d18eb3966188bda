import fc from 'fast-check'
import { program } from '../../../arbitrary/ops.js'
import { anyCalls } from '../../../arbitrary/program.js'
import type { Spec } from '../../../spec.js'
import { having, socketLayer } from '../../ops.js'
import { demanding } from '../../wrong.js'

/** What is opened or accepted inside of a sandbox is used there without any right. */
export const socketsOfOnesOwnAreFree: Spec = {
  name: 'sockets-of-ones-own-are-free',
  applies: having('socket-fd'),
  programs: target =>
    fc
      .record({ calls: anyCalls(target), layers: fc.integer({ min: 1, max: 3 }) })
      .map(({ calls, layers }) =>
        program(
          Array.from({ length: layers }, (_, slot) =>
            socketLayer(target, slot, ['use', 'receive', 'send']),
          ).flat(),
          calls,
        ),
      ),
  holds: trace => trace.every(({ outcome }) => outcome !== 'EACCES'),
  refutedBy: demanding('bind', 'connect', 'listen', 'sendto', 'accept', 'getsockname'),
}
