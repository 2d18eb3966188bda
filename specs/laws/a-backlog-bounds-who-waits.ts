import { ending } from '../arbitrary/ends.js'
import { accept, at, bind, connect, tcp } from '../arbitrary/ops.js'
import type { Op, Port, Slot } from '../program.js'
import type { Spec } from '../spec.js'

const listenWith = (backlog: number): Op => ({ kind: 'listen', socket: 0, backlog })

const client = (socket: Slot, port: Port = 'a'): readonly Op[] => [tcp(socket), connect(socket, at(port))]

const bound = [tcp(0), bind(0, at('a'))]

/** A listener takes one connection more than its backlog says, and any number where that is below zero; who comes then waits. */
export const aBacklogBoundsWhoWaits: Spec = {
  name: 'a-backlog-bounds-who-waits',
  ...ending(() => [
    { ops: [bound, listenWith(0), client(1)], ends: 'OK' },
    { ops: [bound, listenWith(0), client(1), accept(0, 2), client(3)], ends: 'OK' },
    { ops: [bound, listenWith(1), client(1), client(2)], ends: 'OK' },
    { ops: [bound, listenWith(-1), client(1), client(2)], ends: 'OK' },
    { ops: [bound, listenWith(0), client(1), listenWith(1), client(2)], ends: 'OK' },
    { ops: [tcp(0), listenWith(0), client(1, 'of:0'), accept(0, 2)], ends: 'OK' },
    // The one that takes seconds.
    { ops: [bound, listenWith(5), listenWith(0), client(1), client(2)], ends: 'EINPROGRESS' },
  ]),
}
