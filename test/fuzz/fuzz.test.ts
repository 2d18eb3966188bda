import fc from 'fast-check'
import t from 'tap'
import { executePrograms, observeAll } from '../../generator/fuzz/executor/execute.js'
import type { Executor } from '../../generator/fuzz/executor/executor.js'
import { bounded, type Finding, findingOf, kindOf, verdictOf } from '../../generator/fuzz/findings/finding.js'
import { shrinkFinding } from '../../generator/fuzz/findings/minimize.js'
import { mutated } from '../../generator/fuzz/search/search.js'
import { seenFilter } from '../../generator/fuzz/search/seen-filter.js'
import { source } from '../../generator/fuzz/search/source.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { candidates } from '../../generator/suite/sample.js'
import type { Observation, Test } from '../../generator/suite/suite.js'
import { at, bind, close, layer, listen, program, tcp } from '../../specs/arbitrary/ops.js'
import { races } from '../../specs/ops/races.js'
import type { Outcome } from '../../specs/outcome.js'
import type { Op, Program } from '../../specs/program.js'
import type { Spec } from '../../specs/spec.js'
import { stepsOf } from '../../specs/trace.js'
import { emptyFolder } from '../empty-folder.js'
import { targets } from '../targets.js'

const given = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('there is none')
  return value
}

const target = given(targets[2])

const testOf = (one: Program): Test => {
  const [found] = candidates(target, [one])
  if (found === undefined) throw new Error('the model says nothing about it')
  return { ...found, law: 'denial-is-final', name: found.id }
}
const done = (outcomes: readonly Outcome[]): Observation => ({ end: 'done', outcomes, detail: '' })
const folder = emptyFolder()

t.test('the source is the same for the same seed, and never draws a program twice', async t => {
  const specs = (await loadLaws()).filter(
    ({ name }) => name === 'denial-is-final' || name === 'tcp-and-udp-are-apart',
  )
  const take = (seed: number): readonly Test[] => {
    const drawn = source(specs, target, seed, { isNew: seenFilter() })
    return Array.from({ length: 100 }, () => given(drawn.next().value ?? undefined))
  }
  const ids = (seed: number): readonly string[] => take(seed).map(({ id }) => id)
  t.strictSame(ids(1), ids(1))
  t.not(ids(1).join(), ids(2).join())
  t.equal(new Set(ids(1)).size, 100)
  t.strictSame(new Set(take(1).map(({ law }) => law)), new Set(specs.map(({ name }) => name)))
})

t.test('a source without anything new ends', async t => {
  const specs = (await loadLaws()).filter(({ name }) => name === 'port-zero-is-a-port')
  const all = [...source(specs, target, 1, { isNew: seenFilter() })].map(({ id }) => id)
  t.ok(all.length > 1)
  t.equal(new Set(all).size, all.length)
})

/** A guest that answers every program alike, as the executor would, and is lost in some. */
function executor(outcomes: string, deadly: readonly number[], starts: number[] = []): Executor {
  let count = 0
  return {
    target,
    id: 'mine',
    async start(programs, _folder, onLine) {
      starts.push(count)
      onLine('# executor mine')
      let number = 0
      for await (const chunk of programs) {
        // Every program here is the same one, so that all are of the same length.
        const size = chunk.length - (chunk.at(-1) === 0 && chunk.length === 1 ? 1 : 0)
        for (let left = size; left > 0; left -= lengthOfOne(chunk)) {
          onLine(`# begin p${number}`)
          if (deadly.includes(count++))
            return { end: 'panic', detail: '', console: 'Kernel panic - not syncing: x\n' }
          for (const line of [`  # steps ${outcomes}`, `ok 1 p${number}`]) onLine(line)
          number += 1
        }
      }
      onLine('# end')
      return { end: 'halt', detail: '', console: '' }
    },
  }
}

/** Up to the mark of the next one. */
const lengthOfOne = (chunk: Uint8Array): number => {
  const next = chunk.indexOf(76, 1)
  return next < 0 ? chunk.length : next
}

const one = testOf(program(tcp(0)))
const copies = (count: number): Test[] => Array.from({ length: count }, (_, id) => ({ ...one, id: `${id}` }))

t.test('each program is told, and where a guest is lost a fresh one takes those that are left', async t => {
  const starts: number[] = []
  const seen = await observeAll(executor('OK', [3], starts), copies(10), folder)
  t.equal(seen.size, 10)
  t.strictSame(starts, [0, 4])
  const lost = [...seen].filter(([, { observation }]) => observation.end === 'lost')
  const guest = { end: 'panic', detail: '', console: 'Kernel panic - not syncing: x\n' }
  t.strictSame(
    lost.map(([id, one]) => [id, one.guest]),
    [['3', guest]],
  )
  t.equal([...seen.values()].filter(({ observation }) => observation.end === 'done').length, 9)
})

t.test('a guest that ends before any program is no end of the work', async t => {
  const start = async () => ({ end: 'panic', detail: '', console: 'no init found' }) as const
  const dead: Executor = { target, id: 'mine', start }
  await t.rejects(observeAll(dead, copies(2), folder), { code: 'E_EXECUTOR', output: /no init/ })
})

t.test('nothing is run when nothing is there', async t => {
  await executePrograms(executor('OK', []), { next: () => undefined, observed: () => t.fail() }, folder)
  t.pass()
})

const specs = await loadLaws()
const bench = { target, specs, known: [] }
const denied = program(layer(target, 0, ['bind_tcp']), tcp(0), tcp(1), bind(0, at('a')))
/** What a kernel without the hook gives. */
const without = (test: Test): Finding | undefined => {
  const outcomes = test.allowed.map(([first]) => (first === 'EACCES' ? 'OK' : (first as Outcome)))
  return findingOf(verdictOf(test, { observation: done(outcomes) }, bench))
}

t.test(
  'what the model does not allow is a finding, a lost guest too, and what it allows is none',
  async t => {
    const test = testOf(denied)
    t.match(without(test)?.divergence, {
      observed: 'OK',
      allowed: ['EACCES'],
      clause: 'hook.denied',
      step: 4,
    })
    const right = test.allowed.map(([first]) => first as Outcome)
    t.match(verdictOf(test, { observation: done(right) }, bench), { kind: 'agrees' })
    const observation = { end: 'lost', outcomes: [], detail: 'panic' } as const
    const lost = (console: string) =>
      verdictOf(test, { observation, guest: { end: 'panic', detail: '', console } }, bench)
    const console = '[    2.000000] WARNING: net/core/sock.c:12 at f+0x3/0x4\n'
    t.match(findingOf(lost(console)), { divergence: { step: null, observed: /^WARNING: net/ }, console })
    t.match(findingOf(lost('')), { divergence: { observed: 'the guest was lost (panic)' } })
    const dump = (flags: string): string =>
      `[    9.000000] Oops: double fault: 0000 [#1]\n[    9.000001] RSP: 0018:ffffc90000627970 EFLAGS: ${flags}\n`
    t.match(findingOf(lost(dump('00010246'))), { divergence: { observed: /double fault/ } })
    const erred = { kind: 'unjudged', why: 'the emulator erred' }
    t.same(lost(dump('05776a82')), erred, 'no processor has such flags')
    const unheard = { end: 'lost', outcomes: right, detail: 'audit records were lost' } as const
    const why = 'audit records were lost'
    t.same(verdictOf(test, { observation: unheard }, bench), { kind: 'unjudged', why })
    const more = { observation: done([...right, 'OK']) } as const
    t.match(verdictOf(test, more, bench), { kind: 'unjudged', why: /more steps or fewer/ })
  },
)

t.test('of a kernel that says a great deal both ends are kept', async t => {
  t.equal(bounded('short'), 'short')
  const long = bounded(`first${'x'.repeat(3 * 2 ** 20)}last`)
  t.match(long, /^firstx+\n\[2097161 characters are left out\]\nx+last$/)
  t.ok(long.length < 2 ** 20 + 100)
})

t.test('a finding is made as small as shows the same', async t => {
  const found = given(without(testOf(program(denied.ops, tcp(2), bind(1, at('b'))))))
  const small = await shrinkFinding(found, bench, async tests => {
    const findings = tests.map(without).filter(one => one !== undefined)
    return new Map(findings.map(one => [one.test.id, one]))
  })
  t.equal(kindOf(small), kindOf(found))
  t.strictSame(
    small.test.program.ops.map(({ kind }) => kind),
    ['create_ruleset', 'restrict_self', 'socket', 'bind'],
  )
})

t.test('what ends a guest in a race, and without one as well, is told without', async t => {
  for (const pair of races) {
    /** A kernel that does not bear a rule, in whatever way it is added. */
    const ended = (test: Test): Finding | undefined => {
      const isOn = test.program.ops.some(op => op.kind === 'race' || op.kind === 'add_rule')
      const seen = {
        observation: { end: 'lost', outcomes: [], detail: 'panic' },
        guest: { end: 'panic', detail: '', console: 'BUG: of rules\n' },
      } as const
      return isOn ? findingOf(verdictOf(test, seen, bench)) : undefined
    }
    const small = await shrinkFinding(
      given(ended(testOf(program({ kind: 'race', pair, tries: 200 })))),
      bench,
      async tests => {
        const findings = tests.map(ended).filter(one => one !== undefined)
        return new Map(findings.map(one => [one.test.id, one]))
      },
    )
    t.strictSame(
      small.test.program.ops.map(({ kind }) => kind),
      ['add_rule'],
    )
  }
})

/** A law of two calls of which the model says only that they are not denied. */
const answersTwiceAlike: Spec = {
  name: 'denial-is-final',
  programs: () => fc.constant({ ops: [] }),
  holds: trace => {
    const [first, second, ...others] = stepsOf(trace, 'bindx')
    return second !== undefined && others.length === 0 && first?.outcome === second.outcome
  },
  refutedBy: step => step,
}

t.test('a broken law is made as small as the law speaks of, and is broken', async t => {
  const own = { ...bench, specs: [answersTwiceAlike] }
  const bindx: Op = {
    kind: 'bindx',
    socket: 0,
    address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' },
  }
  const sctp: Op = {
    kind: 'socket',
    as: 0,
    domain: 'AF_INET',
    type: 'SOCK_STREAM',
    protocol: 'IPPROTO_SCTP',
  }
  const test = testOf(program(tcp(1), sctp, bindx, listen(1), bindx, close(1)))
  /** What a kernel gives that changes its mind. */
  const changing = (test: Test): Finding | undefined => {
    const at = test.program.ops.findIndex(({ kind }) => kind === 'bindx')
    const outcomes = test.allowed.map(([one], index): Outcome => {
      if (one === '!EACCES') return index === at ? 'EINVAL' : 'ENOPROTOOPT'
      return one ?? 'OK'
    })
    return findingOf(verdictOf(test, { observation: done(outcomes) }, own))
  }
  const found = given(changing(test))
  t.match(found, { divergence: { observed: 'law broken', step: null }, outcomes: { length: 6 } })
  const small = await shrinkFinding(found, own, async tests => {
    for (const { program } of tests)
      t.equal(program.ops.filter(({ kind }) => kind === 'bindx').length, 2, 'the law speaks of what is tried')
    const findings = tests.map(changing).filter(one => one !== undefined)
    return new Map(findings.map(one => [one.test.id, one]))
  })
  t.strictSame(
    small.test.program.ops.map(({ kind }) => kind),
    ['socket', 'bindx', 'bindx'],
  )
})

t.test(
  'a program that breaks a law that holds everywhere belongs to that law, whatever it came from',
  async t => {
    const breaks: Spec = {
      ...answersTwiceAlike,
      name: 'holds-everywhere',
      everywhere: true,
      holds: () => false,
    }
    const test = { ...testOf(program(tcp(0))), law: mutated.name }
    const verdict = verdictOf(test, { observation: done(['OK']) }, { ...bench, specs: [breaks] })
    t.match(findingOf(verdict), {
      test: { law: 'holds-everywhere' },
      divergence: { observed: 'law broken' },
    })
    const holds = { ...breaks, holds: () => true }
    t.match(verdictOf(test, { observation: done(['OK']) }, { ...bench, specs: [holds] }), { kind: 'agrees' })
  },
)
