import t from 'tap'
import { readRelease, readReport, readTarget, withBoot } from '../../../generator/guest/ktap.js'
import { recorded } from '../../recorded.js'

const everyEnd = await recorded('consoles/every-end.txt')

t.test('a target is read as the guest reported it, and what it cannot tell is left out', async t => {
  t.same(readTarget(everyEnd), {
    abi: 11,
    errata: null,
    behaviours: ['hook_by_right'],
    designs: [],
    lacks: { compat: 'SIGSEGV' },
    sockets: {
      '2:1:0': { root: 'OK', dropped: 'OK' },
      '2:3:0': { root: 'ESOCKTNOSUPPORT', dropped: 'EPERM' },
      '30:1:0': { root: 'E524', dropped: 'EAFNOSUPPORT' },
    },
  })
  t.equal(readRelease(everyEnd), '7.3.4')
  t.throws(() => readRelease(''), { code: 'E_TARGET' })
})

t.test('the designs of a kernel are read, and one that is not known is an error', async t => {
  const withDesign = (name: string) =>
    readTarget(everyEnd.replace('# target end', `# target design ${name}\n# target end`))
  t.same(withDesign('socket-fd').designs, ['socket-fd'])
  t.throws(() => withDesign('socket-x'), { code: 'E_TARGET', message: /design socket-x/ })
})

t.test('the targets of three real kernels are read whole', async t => {
  for (const abi of [6, 7, 11]) {
    const target = readTarget(await recorded(`targets/abi-${abi}.txt`))
    t.equal(target.abi, abi)
    t.equal(Object.keys(target.sockets).length, 46 * 7 + 2 * 4 * 9 + 10)
    t.same(target.sockets['2:3:255'], { root: 'OK', dropped: 'EPERM' })
  }
})

t.test('a kernel without Landlock is told apart from one where it is off at boot', async t => {
  const answering = (abi: string) => () => readTarget(`# target abi ${abi}\n# target errata none\n`)
  t.throws(answering('ENOSYS'), {
    code: 'E_NO_LANDLOCK',
    message: /not built into.*CONFIG_SECURITY_LANDLOCK/,
  })
  t.throws(answering('EOPNOTSUPP'), { code: 'E_NO_LANDLOCK', message: /off at boot.*`lsm=`/ })
  t.throws(answering('EPERM'), { code: 'E_NO_LANDLOCK', message: /EPERM.*seccomp/ })
})

t.test('a target that was cut off is no target, wherever it was cut', async t => {
  const report = everyEnd.slice(0, everyEnd.indexOf('# target end') + '# target end'.length)
  for (let length = 0; length <= report.length; length++)
    t.throws(() => readTarget(report.slice(0, length)), { code: 'E_TARGET' }, `after ${length} characters`)
  t.throws(() => readTarget('Bail out! No network namespace.\n'), { message: /No network namespace\./ })
})

t.test('a target that makes no sense is refused by the line', async t => {
  const odd = everyEnd.replace('2:3:0 ESOCKTNOSUPPORT EPERM', '2:3:0 ESOCKTNOSUPPORT')
  t.throws(() => readTarget(odd), { code: 'E_TARGET', message: /2:3:0/ })
  t.throws(() => readTarget(everyEnd.replace('errata none', 'errata x')), {
    code: 'E_TARGET',
    message: /errata x/,
  })
})

t.test('a guest reports once what it is, and every guest of a run the same', async t => {
  const report = everyEnd.slice(everyEnd.indexOf('# target release'), everyEnd.indexOf('KTAP'))
  const wrong = (text: string, error: { code: string; message?: RegExp }, what: string) =>
    t.throws(() => readTarget(text), error, what)
  wrong(report + report, { code: 'E_CHANNEL', message: /Line 11 .* only once/ }, 'a second report')
  wrong(
    everyEnd.replace('# end\n', `# end\n${report}`),
    { code: 'E_CHANNEL' },
    'a second report after the suite',
  )
  wrong(
    report.replace('# target abi 11\n', '# target abi 11\nhello\n'),
    { code: 'E_CHANNEL', message: /Line 3 / },
    'noise',
  )
  wrong(
    report.replace('# target abi 11\n', '# target abi 11\n# target abi 12\n'),
    { code: 'E_TARGET' },
    'two ABIs',
  )
  wrong(report.replace('# target errata none\n', ''), { code: 'E_TARGET', message: /0 errata/ }, 'no errata')
  for (const [, line] of report.matchAll(/^(# target (?:socket|lacks|behaviour).*\n)/gm))
    wrong(
      report.replace(line ?? '', `${line}${line}`),
      { code: 'E_TARGET', message: /twice/ },
      `${line} twice`,
    )
  for (const fact of [
    'color red',
    'behaviour unheard_of',
    'lacks speed ENOSYS',
    'lacks compat SIGSEGV now',
    'socket 2:1:0 OK',
    'choice color red',
    'choice default_protocol red',
    'choice default_protocol mapped now',
  ])
    wrong(report.replace('# target end', `# target ${fact}\n# target end`), { code: 'E_TARGET' }, fact)
  const other = report.replace('# target errata none', '# target errata 1')
  t.same(readReport(withBoot(report, 1, { from: 1 }, report)), readReport(report))
  wrong(
    withBoot(report, 1, { from: 1 }, other),
    { code: 'E_CHANNEL', message: /Line 21 .* something else of itself/ },
    'another kernel',
  )
  t.same(
    readReport(withBoot(report, 1, { from: 1 }, report.slice(0, 60))),
    readReport(report),
    'one that was lost before',
  )
})

t.test(
  'what was chosen is told where it is not usual, and what fits nothing in the words of the guest',
  async t => {
    const report = everyEnd.slice(everyEnd.indexOf('# target release'), everyEnd.indexOf('KTAP'))
    const withFacts = (...facts: readonly string[]) =>
      readReport(
        report.replace('# target end', `${facts.map(one => `# target ${one}\n`).join('')}# target end`),
      )
    const found = withFacts(
      'choice any_type no',
      'choice default_protocol given',
      'strange rule 3 of 20 bytes',
    )
    t.same(found.target.choices, { any_type: 'no' })
    t.same(found.strange, ['rule 3 of 20 bytes'])
    const plain = withFacts('choice default_protocol given')
    t.notOk('choices' in plain.target)
    t.notOk('strange' in plain)
  },
)
