import t from 'tap'
import {
  differs,
  type FindingReport,
  findingHeader,
  folderPage,
  howToBuild,
  mail,
  unexplainedText,
} from '../../generator/report/finding-report.js'

const left: FindingReport = {
  id: '0123456789ab',
  kept: {
    claim: 'Step 0 of the program gives OK.',
    why: '',
    cite: 'security/landlock/net.c: hook_socket_bind()',
    found: {
      kernel: { ref: 'debian:trixie', release: '6.12.117', abi: 6, errata: 15, behaviours: [], designs: [] },
      seed: 7,
      law: 'denial-is-final',
      step: 1,
      observed: 'OK',
      allowed: ['EACCES'],
      clause: 'hook.denied',
      outcomes: ['OK', 'OK'],
      programs: 12,
      replayed: 5,
      replays: 5,
    },
    ops: [
      { kind: 'restrict_self', ruleset: 0 },
      { kind: 'bind', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
    ],
  },
  law: { name: 'denial-is-final', claim: 'Denied stays denied.', place: 'specs/laws/denial-is-final.ts:9' },
  says: 'A layer that handles the right and has no rule for the port denies it.',
  sentences: ['Enforces ruleset 0.', 'Binds socket 0 to 127.0.0.1, port a.'],
  folder: 'out/findings/0123456789ab',
  replay: 'npx landlockstep replay case.json --kernel debian:trixie',
  run: 'gave it again',
}

/** The same with another way of being found. */
const found = (change: Partial<FindingReport['kept']['found']>): FindingReport => ({
  ...left,
  kept: { ...left.kept, found: { ...left.kept.found, ...change } },
})

t.test(
  'a mail is one paragraph: kernel, deeds, what was seen and expected, how often, and how to see it',
  async t => {
    const text = mail(left)
    t.ok(text.split('\n').every(line => line.length <= 72))
    t.equal(
      text.trimEnd().split('\n').join(' '),
      'On 6.12.117 (debian:trixie, Landlock ABI 6, errata 15), a program does this: (0) enforces ruleset 0; (1) binds socket 0 to 127.0.0.1, port a. Step 1, bind(socket 0, 127.0.0.1:a), gave OK, where only EACCES is expected. "A layer that handles the right and has no rule for the port denies it." (clause hook.denied; security/landlock/net.c: hook_socket_bind()) It came back in 5 of 5 runs in a fresh guest. Of the programs drawn with seed 7, 12 showed it; it is of the law denial-is-final. To replay it: npx landlockstep replay case.json --kernel debian:trixie; without Landlockstep, by the attached reproducer.c: gcc -static -o reproducer reproducer.c && ./reproducer.',
    )
  },
)

t.test('what is flaky says so', async t => {
  t.match(mail(found({ replayed: 2 })), /2 of\s5\sruns\sin\sa\sfresh\sguest,\sso\sit\sis\sflaky/)
  t.match(folderPage(left), /fresh guest, which gave it again/)
})

t.test('a law that is broken is told as that, everywhere', async t => {
  const broken = found({ observed: 'law broken', step: null, allowed: [], clause: '' })
  const words =
    /The outcomes OK, OK are each allowed by the model, and together they break the law denial-is-final: Denied stays denied\./
  t.match(differs(broken), words)
  t.match(unexplainedText(broken), words)
  t.match(findingHeader(broken, howToBuild).join('\n'), words)
  t.match(mail(broken).replaceAll('\n', ' '), /The law stands in specs\/laws\/denial-is-final\.ts:9\./)
  t.match(folderPage(broken), /It passes: each outcome is allowed/)
})

t.test('a program that was not survived is told by what ended it', async t => {
  t.equal(
    differs(found({ observed: 'WARNING: x', step: null, outcomes: [] })),
    'The kernel did not survive the program: WARNING: x.',
  )
  t.equal(
    differs(found({ observed: 'hang after 10 s', outcomes: ['OK'] })),
    'Step 1, bind(socket 0, 127.0.0.1:a), did not come to its end: hang after 10 s.',
  )
})

t.test('of an op that is stuck it is told where the threads are in the kernel', async t => {
  const stuck = found({
    observed: 'STUCK',
    outcomes: ['OK'],
    stacks: ['actor 0, thread 0 (S): __schedule+0x52a/0x1080 schedule+0x28/0xa0'],
  })
  t.equal(
    differs(stuck),
    'Step 1, bind(socket 0, 127.0.0.1:a), did not return, where only EACCES is expected.',
  )
  const lines = '\nactor 0, thread 0 (S):\n  __schedule+0x52a/0x1080\n  schedule+0x28/0xa0\n'
  t.ok(mail(stuck).endsWith(`\n${lines}`), mail(stuck))
  t.ok(folderPage(stuck).includes(`\`\`\`${lines}\`\`\``))
})

t.test('why a case is kept says that nobody knows, and what to write', async t => {
  const why = unexplainedText(left)
  t.match(why, /^Nobody has explained this yet\. On 6\.12\.117: Step 1, /)
  t.match(why, /write that here, and in cite where it stands/)
})
