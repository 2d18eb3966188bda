import { join } from 'node:path'
import t from 'tap'
import { observeAll } from '../generator/fuzz/executor/execute.js'
import { type Answer, listen } from '../generator/fuzz/executor/listen.js'
import { processes } from '../generator/fuzz/executor/process.js'
import { diff } from '../generator/judge/judge.js'
import { exec } from '../generator/shared/exec.js'
import { buildExecutor, type Executable } from '../generator/suite/build.js'
import { encode, renderExecutor, wireEnd } from '../generator/suite/render.js'
import type { Observation, Test } from '../generator/suite/suite.js'
import {
  at,
  atOnce,
  bind,
  bindName,
  by,
  connect,
  connectName,
  listen as listens,
  program,
  tcp,
  unix,
} from '../specs/arbitrary/ops.js'
import type { Op, OpOf, Program } from '../specs/program.js'
import { emptyFolder } from './empty-folder.js'
import { targets } from './targets.js'

const [, , target = fail()] = targets
function fail(): never {
  throw new Error('no target')
}

/** In place of shutdown(2), what a kernel should not do. */
const faults = `
#include <signal.h>
#include <sys/syscall.h>

static void stay_behind(const int seconds)
{
	if (syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0))
		return;
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	sleep(seconds);
	_exit(0);
}

int shut_down(const int fd, const int how)
{
	if (how == SHUT_RD)
		pause();
	if (how == SHUT_WR)
		kill(getppid(), SIGKILL);
	else
		stay_behind(fd < 0 ? 60 : 1);
	return 0;
}
`
/** What is planted into each file, and the shorter times that a test has. */
const plants: Readonly<Record<string, (content: string) => string>> = {
  'calls.c': content =>
    content
      .replace(/^int shut_down[\s\S]*?^}$/m, () => faults)
      .replace('return result(dup(fd));', 'return usleep(400000) + result(dup(fd));'),
  'executor.c': content => content.replace('#define SECONDS 5', '#define SECONDS 1'),
  'watch.c': content => content.replace('LOOKS_A_SIGN (5 *', 'LOOKS_A_SIGN (1 *'),
}
const faulty = renderExecutor(target, []).map(({ path, content }) => ({
  path,
  content: plants[path]?.(content) ?? content,
}))
const quiet = (): void => {}
const binary = await buildExecutor(faulty, quiet)

/** An executor that does not wait for what a program leaves behind, so that only the numbers keep programs apart. */
const hasty = (): Promise<Executable> =>
  buildExecutor(
    faulty.map(({ path, content }) => ({
      path,
      content:
        path === 'run.c' ? content.replaceAll('while (waitpid(-1, &status, 0) > 0)', 'while (0)') : content,
    })),
    quiet,
  )
const folder = emptyFolder()

const shutdown = (how: OpOf<'shutdown'>['how']): Op => ({ kind: 'shutdown', socket: 0, how })
const fork: Op = { kind: 'fork', child: 1 }
const kill: Op = { kind: 'kill', target: 1 }

const test = (id: string, one: Program): Test => ({
  ...{ name: id, law: 'denial-is-final', id, program: one, allowed: [], clauses: [] },
})

t.test('a program that hangs is ended and told as that, and the others are answered', async t => {
  const tests = [
    test('before', program(tcp(0))),
    test('hangs', program(tcp(0), shutdown('SHUT_RD'))),
    test('hangs apart', program(fork, tcp(0), { ...shutdown('SHUT_RD'), actor: 1 }, tcp(1))),
    test('leaves a process', program(shutdown('SHUT_RDWR'))),
    test('after', program(tcp(0))),
  ]
  const seen = await observeAll({ target, ...processes(binary) }, tests, join(folder, 'hangs'))
  const hang = { end: 'hang', detail: 'hang after 1 s' }
  t.match(Object.fromEntries(seen), {
    before: { observation: { end: 'done', outcomes: ['OK'] } },
    hangs: { observation: { ...hang, outcomes: ['OK'] } },
    'hangs apart': { observation: { ...hang, outcomes: ['OK', 'OK'] } },
    'leaves a process': { observation: { ...hang, outcomes: ['OK'] } },
    after: { observation: { end: 'done', outcomes: ['OK'] } },
  })
})

t.test('what begins at the same time gives what one of its orders gives, whatever the delay', async t => {
  const tests = [0, 1, 40, 400, 4_000].map(delay =>
    test(
      `${delay}`,
      program(
        ...[tcp(0), tcp(1), fork],
        ...[atOnce(delay, bind(0, at('a')), ...by(1, bind(1, at('a')))), listens(0)],
      ),
    ),
  )
  const seen = await observeAll({ target, ...processes(binary) }, tests, join(folder, 'at-once'))
  for (const { id, program } of tests) {
    const outcomes = seen.get(id)?.observation.outcomes ?? []
    t.equal(outcomes.length, program.ops.length)
    t.strictSame(diff(target, program, outcomes), [])
  }
})

t.test('a program that takes the executor with it is to blame, and the others are answered', async t => {
  const tests = [
    test('before', program(tcp(0))),
    test('kills', program(tcp(0), shutdown('SHUT_WR'))),
    test('after', program(tcp(0))),
  ]
  const seen = await observeAll({ target, ...processes(binary) }, tests, join(folder, 'kills'))
  t.match(Object.fromEntries(seen), {
    before: { observation: { end: 'done', outcomes: ['OK'] } },
    kills: { observation: { end: 'lost' }, guest: { end: 'exit', console: /killed by SIGKILL/ } },
    after: { observation: { end: 'done', outcomes: ['OK'] } },
  })
})

const leaves = program(
  [tcp(0), bind(0, at('a')), listens(0), unix(1), bindName(1, '@n'), listens(1), fork],
  shutdown('SHUT_RDWR'),
)
const sees = program(
  [tcp(0), connect(0, at('a')), tcp(1), bind(1, at('a'))],
  [unix(2), connectName(2, '@n'), unix(3), bindName(3, '@n'), kill],
)
const nothing = 'OK ECONNREFUSED OK OK OK ECONNREFUSED OK OK ESRCH'

t.test('a program that takes its time gives signs of life, and is answered', async t => {
  const slow: Op = { kind: 'dup', socket: 0, as: 1 }
  const lines: string[] = []
  const input = Buffer.concat([encode(program(tcp(0), slow, slow, slow, slow), 0, target), wireEnd])
  await exec(binary.path, [], { input, onLine: line => lines.push(line) })
  t.ok(lines.includes('# goes on'), lines.join('\n'))
  t.ok(lines.includes('  # steps OK OK OK OK OK'), lines.join('\n'))
})

/** What one program leaves behind, one of another number and one of the same number see. */
async function seenAfter(executor: Executable): Promise<readonly string[]> {
  const numbered = [
    [leaves, 0],
    [sees, 1],
    [sees, 0],
  ] as const
  const programs = [...numbered.map(([one, number]) => encode(one, number, target)), wireEnd]
  const seen: Observation[] = []
  const ended = (_: number, { observation }: Answer): void => void seen.push(observation)
  const { hear, finish } = listen({ begun: () => {}, ended, done: () => {} })
  await exec(executor.path, [], { input: Buffer.concat(programs), onLine: hear })
  finish()
  return seen.slice(1).map(({ outcomes }) => outcomes.join(' '))
}

t.test('a program ends with what it leaves behind, so that the next one sees nothing of it', async t => {
  t.strictSame(await seenAfter(binary), [nothing, nothing])
})

t.test('sockets that are left behind are seen by no program with another number', async t => {
  const taken = 'OK OK OK EADDRINUSE OK OK OK EADDRINUSE ESRCH'
  t.strictSame(await seenAfter(await hasty()), [nothing, taken])
})
