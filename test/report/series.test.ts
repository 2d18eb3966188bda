import t from 'tap'
import { formattedSeries } from '../../generator/report/formats/index.js'
import { formatNames } from '../../generator/report/formats/names.js'
import { hunksOf, likelyHunk } from '../../generator/report/hunks.js'
import { seriesCodes, seriesText, seriesVerdict } from '../../generator/report/series.js'
import { checksJson } from '../../generator/report/series-checks.js'
import { replies } from '../../generator/report/series-reply.js'
import type { SeriesResult, SeriesStep } from '../../generator/report/series-result.js'
import { seriesResult } from '../../generator/series/judge-series.js'
import { stepLine } from '../../generator/series/step.js'
import { series } from './judged-series.js'

const { base, patches } = series
const [cleanUp, right, mistake, fix, comment] = patches

const again = (...changed: readonly (SeriesStep | undefined)[]): SeriesResult =>
  seriesResult(
    base,
    changed.flatMap(one => one ?? []),
    changed.length,
    series,
  )

t.test('a series is told patch by patch, the verdict in the last line', t => {
  const text = seriesText(series)
  t.match(text, /^1\/5 .*\n {2}compiled; the same kernel as its parent, byte for byte/m)
  t.match(
    text,
    /^2\/5 [\s\S]*no difference to its parent in \d+ programs, \d+ clauses\n {2}new here, not judged.*LISTEN_TCP/m,
  )
  t.match(
    text,
    /^3\/5 [\s\S]*breaks ipv6-addresses-may-lack-the-scope-id: An IPv6[\s\S]*gives EINVAL, allowed is EACCES/m,
  )
  t.match(text, /^4\/5 [\s\S]*mends ipv6-addresses-may-lack-the-scope-id/m)
  t.equal(text.split('\n').at(-1), seriesVerdict(series))
  t.match(seriesVerdict(series), /^Patch 3 breaks laws; a later one mends all of them.*\(exit code 1\)$/)
  t.equal(text.match(/note: TCG/g)?.length, 1)
  t.end()
})

t.test('a law that a patch breaks stays broken until one mends it', t => {
  t.same(again(cleanUp, right, mistake).stillBroken, ['ipv6-addresses-may-lack-the-scope-id'])
  t.same(again(cleanUp, right, mistake, fix).stillBroken, [])
  t.match(seriesVerdict(again(cleanUp, right, mistake)), /at the end of the series broken: ipv6-/)
  t.end()
})

t.test('only what was judged whole agrees', t => {
  t.equal(again(cleanUp, right).verdict, 'agree')
  t.equal(seriesCodes[again(cleanUp, right).verdict], 0)
  const lost = right && { ...right, lost: 1 }
  const unbuilt: SeriesStep | undefined = right && { ...right, state: 'not-built', why: 'E_BUILD: no' }
  t.equal(again(cleanUp, lost).verdict, 'incomplete')
  t.equal(again(cleanUp, unbuilt).verdict, 'incomplete')
  t.match(seriesVerdict(again(cleanUp, unbuilt)), /^No verdict: 2 could not be judged \(exit code 2\)$/)
  for (const doubtful of [
    { flaky: 1 },
    { unsure: ['a law: again 2 of 3'] },
    { missing: ['a guest'] },
    { programs: 0 },
  ])
    t.equal(
      again(cleanUp, right && { ...right, ...doubtful }).verdict,
      'incomplete',
      JSON.stringify(doubtful),
    )
  t.equal(seriesResult({ ...base, flaky: 1 }, cleanUp ? [cleanUp] : [], 1, series).verdict, 'incomplete')
  const faulty = again(cleanUp, right && { ...right, faults: ['kernel report: WARNING'] })
  t.equal(faulty.verdict, 'diverge')
  t.match(
    seriesVerdict(faulty),
    /^From patch 2 on the kernel is at fault.*what is new in it was not judged \(exit code 1\)$/,
  )
  t.match(formattedSeries(faulty)('tap'), /not ok \d+ - has_no_fault_that_its_parent_has_not/)
  const broken = seriesResult({ ...base, state: 'not-built', why: 'E_BUILD: no' }, [], 5, series)
  t.equal(broken.verdict, 'incomplete')
  t.match(seriesVerdict(broken), /the base itself does not build/)
  t.end()
})

t.test('a line for each commit as soon as it is known', t => {
  t.match(stepLine(base, 5), /^base \w{12} Linux 7\.3\.4: compiled, boots, ABI 11, 3994 of 3994 agree$/)
  t.match(mistake && stepLine(mistake, 5), /^3\/5 .*3936 of 3943 agree; breaks ipv6-\S+; 3 changed$/)
  t.match(fix && stepLine(fix, 5), /mends ipv6-/)
  t.match(comment && stepLine(comment, 5), /the same kernel as its parent/)
  t.end()
})

t.test('every format has the law that is broken, once, and its patch', t => {
  const textOf = formattedSeries(series)
  for (const format of formatNames)
    t.match(textOf(format), /ipv6[-_]addresses[-_]may[-_]lack|kernel-itself/, format)
  t.match(textOf('tap'), /not ok .*holds_as_before/)
  t.equal(textOf('junit').match(/<failure/g)?.length, 1)
  t.end()
})

t.test('b4 takes the answer of a check: an array of rows, the first ours', t => {
  const rows: readonly { tool: string; status: string; summary: string }[] = JSON.parse(checksJson(series))
  t.match(rows[0], { tool: 'landlockstep', status: 'fail', summary: /^Patch 3 breaks laws/ })
  t.ok(rows.every(({ status }) => ['pass', 'warn', 'fail'].includes(status)))
  t.ok(rows.some(({ tool }) => tool.startsWith('checkpatch')))
  t.match(JSON.parse(checksJson(again(cleanUp))), [{ status: 'pass' }])
  t.end()
})

t.test('the reply quotes the hunk that is at fault, says what is wrong below it, and has a program', t => {
  const [reply, more] = replies(series)
  t.equal(more, undefined)
  t.match(reply, {
    number: 3,
    text: /^Subject: Re: \[PATCH 3\/5\] landlock: Ask for a whole IPv6 address\n\n> diff --git .*net\.c\n> @@ [\s\S]*\n> -\t+if \(addrlen < SIN6_LEN_RFC2133\)\n[\s\S]*-> EINVAL, not EACCES[\s\S]*\n-- \nreproducer-[\s\S]*int main\(/,
  })
  const text = (reply?.text ?? '').split('\n-- \n')[0] ?? ''
  const own = text.split('\n').filter(line => !line.startsWith('>') && !line.startsWith('  '))
  t.ok(
    own.every(line => line.length <= 76),
    'a mail has lines of 76 columns',
  )
  t.match(replies(again(cleanUp, right)), [
    { number: 0, text: /1: the same kernel as its parent[\s\S]*2: no difference in/ },
  ])
  t.end()
})

t.test('the hunk of the function that a clause cites is at fault, else one of Landlock', t => {
  const diff = `diff --git a/Makefile b/Makefile
@@ -1 +1 @@
-a
+b
diff --git a/security/landlock/net.c b/security/landlock/net.c
@@ -1 +1 @@ static int hook_socket_bind(void)
-a
+b
@@ -9 +9 @@ static int hook_socket_connect(void)
-c
+d
`
  const hunks = hunksOf(diff)
  t.equal(hunks.length, 3)
  t.match(likelyHunk(hunks, { cite: 'security/landlock/net.c: hook_socket_connect()' })?.lines, [/connect/])
  t.match(likelyHunk(hunks, { cite: 'the documentation' })?.lines, [/bind/])
  t.equal(likelyHunk([], { cite: '' }), undefined)
  t.end()
})
