import t from 'tap'
import { buildError, compilerErrors, isStep } from '../../../generator/kernel/build/make.js'

const log = `  CC      security/landlock/net.o
security/landlock/net.c: In function ‘hook_socket_create’:
security/landlock/net.c:12:9: error: ‘foo’ undeclared (first use in this function)
   12 |         foo();
security/landlock/net.c:14:1: warning: control reaches end
security/landlock/socket.h:3:10: fatal error: nothing.h: No such file or directory
make[4]: *** [scripts/Makefile.build:229: security/landlock/net.o] Error 1
ld: security/landlock/setup.o: in function \`landlock_init':
setup.c:(.init.text+0x1e): undefined reference to \`landlock_add_socket_hooks'
make: *** [Makefile:224: __sub-make] Error 2
`

t.test('of a log the errors of compiler and linker are told, not warnings and not what make adds', t => {
  t.strictSame(compilerErrors(log), [
    'security/landlock/net.c:12:9: error: ‘foo’ undeclared (first use in this function)',
    'security/landlock/socket.h:3:10: fatal error: nothing.h: No such file or directory',
    "setup.c:(.init.text+0x1e): undefined reference to `landlock_add_socket_hooks'",
  ])
  t.end()
})

t.test('a build that fails names its first error, how many more there are, and the log', t => {
  t.match(buildError('the lab kernel 7.3', log, '/somewhere/build.log'), {
    code: 'E_BUILD',
    message:
      /^the lab kernel 7\.3 does not build: security.*‘foo’ undeclared.* and 2 more\..*\/somewhere\/build\.log/,
    output: /undefined reference/,
  })
  t.end()
})

t.test('without a line that is known as an error the last lines are told', t => {
  const { output } = buildError('x', `${'  CC      a.o\n'.repeat(50)}make: nobody knows\n`, 'y')
  t.match(output, /make: nobody knows$/)
  t.ok(output.split('\n').length < 20)
  t.end()
})

t.test('a full disk is not blamed on the code', t => {
  const full = 'fatal error: error writing to /tmp/x.s: No space left on device\n'
  t.match(buildError('x', full, 'y'), { code: 'E_DISK', message: /disk is full/ })
  t.end()
})

t.test('what is made counts, what make says besides does not', t => {
  const steps = ['  CC      net/socket.o', '  AR      built-in.a', '  CC [M]  a.o', '  HOSTCC  scripts/x']
  t.ok(steps.every(isStep))
  t.notOk(['make[1]: Entering directory', 'net/socket.c:1: warning', ''].some(isStep))
  t.end()
})
