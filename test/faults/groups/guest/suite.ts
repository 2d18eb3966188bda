import type { RowOfGroup } from '../../row.js'
import { error, inSuite, lost } from './shared.js'

/** A name of the small law's second test, which runs when the fault comes. */
const test = (number: number): string => `handled_is_denied_by_default_${number}`

/** What stands in the channel is garbled. */
const garbled = (what: string, c: string): RowOfGroup => ({
  fault: `${what} in the channel while the second program runs`,
  expected: lost(1),
  inject: inSuite(c),
})

/** What stands there cannot come from the harness. */
const forged = (what: string, text: string, code: `E_${string}` = 'E_CHANNEL'): RowOfGroup => ({
  fault: `a program forges ${what}`,
  expected: error(code),
  inject: inSuite(`say("${text}")`),
})

/** A suite's program that ends, or says what it should not. */
export const suites: readonly RowOfGroup[] = [
  {
    fault: 'the suite crashes in the second program',
    expected: lost(1),
    quick: true,
    inject: inSuite('abort()'),
  },
  {
    fault: 'the suite is killed in the second program',
    expected: lost(1),
    inject: inSuite('kill(getpid(), SIGKILL)'),
  },
  {
    fault: 'the suite exits with 0 in the second program, as if it were done',
    expected: lost(1),
    inject: inSuite('_exit(0)'),
  },
  { fault: 'the suite exits with 1 in the second program', expected: lost(1), inject: inSuite('_exit(1)') },
  {
    fault: 'the suite crashes in the first program of every guest',
    expected: lost(12),
    inject: inSuite('abort()', { at: 1, once: false }),
  },
  {
    fault: 'the suite closes its channel in the second program',
    expected: lost(1),
    inject: inSuite('close(STDOUT_FILENO)'),
  },
  {
    fault: 'the suite says nothing any more from the second program on',
    expected: lost(1),
    inject: inSuite('wait_for_ever()'),
  },
  {
    fault: 'the suite forges its end in the second program, and exits with 0',
    expected: error('E_CHANNEL'),
    inject: inSuite('say("# end\\n"); _exit(0)'),
  },
  {
    fault: 'the suite forges that Landlock is off, and exits with 4',
    expected: error('E_CHANNEL'),
    inject: inSuite('say("1..0 # SKIP Landlock is switched off at boot.\\n"); _exit(4)'),
  },
  forged('the result of the program that runs', `  # steps OK\\n  ok 2 ${test(1)}\\n`),
  forged(
    'the result of a program that ran before',
    `  # begin ${test(0)}\\n  # steps OK\\n  ok 1 ${test(0)}\\n`,
  ),
  forged(
    'the result of a program that nobody has',
    '  # begin open_sesame_0\\n  # steps OK\\n  ok 2 open_sesame_0\\n',
  ),
  forged('a plan of 80 tests', '  1..80\\n'),
  forged('a second report of what the kernel is', '# target abi 4\\n# target errata none\\n# target end\\n'),
  forged('the end of the guest, and goes on', '# guest end\\n'),
  forged('that another suite begins', 'KTAP version 1\\n1..1\\n  KTAP version 1\\n', 'E_SUITE'),
  {
    fault: 'a program tells its steps twice',
    expected: lost(1),
    inject: inSuite('say("  # steps OK\\n")'),
  },
  garbled('bytes that are no UTF-8', 'say_bytes("\\xff\\xfe\\x80\\xc0\\n", 5, 1)'),
  garbled('NUL bytes', 'say_bytes("\\0\\0\\0\\n", 4, 100)'),
  garbled('a form feed', 'say("\\f\\n")'),
  garbled('half a line of a result', 'say("  ok 2 handled")'),
  garbled('control characters for a terminal', 'say("\\033]0;owned\\007\\033[2J\\n")'),
  garbled('a line of eight megabytes', 'say_much(\'x\', 8 << 20); say("\\n")'),
  garbled('a hundred thousand lines', 'for (int i = 0; i < 100000; i++) say("x\\n")'),
  {
    fault: 'the suite prints without end in the second program',
    expected: lost(1),
    inject: inSuite("for (;;) say_much('x', 1 << 20)"),
  },
  {
    fault: 'the suite prints lines without end in the second program',
    expected: lost(1),
    inject: inSuite('for (;;) say("# and so on\\n")'),
  },
  {
    fault: 'the suite prints a line every second for ever in the second program, so that it is never silent',
    expected: lost(1),
    inject: inSuite('for (;;) { say("# and so on\\n"); sleep(1); }'),
  },
]
