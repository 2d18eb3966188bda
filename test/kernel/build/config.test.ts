import fc from 'fast-check'
import t from 'tap'
import { checkConfig, mergedText } from '../../../generator/kernel/build/config.js'
import { ToolError } from '../../../generator/shared/error.js'
import { runs } from '../../fuzz-runs.js'
import { excess } from '../../linear.js'

const base = { name: 'base.config', text: '# What all need.\nCONFIG_NET=y\n\n# CONFIG_MODULES is not set\n' }
const design = { name: 'design.config', text: 'CONFIG_MODULES=y\nCONFIG_LSM="landlock"\n' }

t.test('a later fragment overrides an earlier one, and comments count for nothing', t => {
  t.equal(mergedText([base, design]), 'CONFIG_NET=y\nCONFIG_MODULES=y\nCONFIG_LSM="landlock"\n')
  t.end()
})

t.test('a configuration with all that was asked for is good, whatever else it has', t => {
  t.doesNotThrow(() => checkConfig('CONFIG_A=y\nCONFIG_NET=y\n', [base], 'a kernel'))
  t.doesNotThrow(() => checkConfig('CONFIG_NET=y\n# CONFIG_MODULES is not set\n', [base], 'a kernel'))
  t.end()
})

t.test('an option that kbuild dropped, one with another value and one that must not be are named', t => {
  const got = '# CONFIG_NET is not set\nCONFIG_MODULES=y\nCONFIG_LSM="yama"\n'
  t.throws(() => checkConfig(got, [design, base], 'the lab kernel 7.3'), {
    code: 'E_CONFIG',
    message: /the lab kernel 7\.3 does not take CONFIG_MODULES, CONFIG_LSM, CONFIG_NET as asked for/,
    output: /base\.config: CONFIG_NET=y, got # CONFIG_NET is not set/,
  })
  t.end()
})

t.test('a line that kbuild would skip is an error, not a wish', t => {
  const wrong = { name: 'x.config', text: 'CONFIG_NET = y\n' }
  t.throws(() => mergedText([wrong]), { code: 'E_CONFIG', message: /^x\.config: "CONFIG_NET = y"/ })
  t.end()
})

t.test('what looks like an option and is none is an error, and so is one that stands twice', t => {
  const wrong = [
    ...[
      'CONFIG_NET=Y',
      'CONFIG_NET=yes',
      'CONFIG_NET=',
      'CONFIG_NET=1.5',
      'CONFIG_NET is not set',
      '# CONFIG_NET=y',
    ],
    ...[
      'CONFIG_LSM="a"b"',
      'CONFIG_LSM="a',
      'CONFIG_LSM="',
      'CONFIG_LSM="a\\"',
      ' CONFIG_NET=y',
      'CONFIG_NET=y\r',
      'NET=y',
    ],
    ...['CONFIG_A=y\nCONFIG_A=y', 'CONFIG_A=y\n# CONFIG_A is not set'],
  ]
  for (const text of wrong) {
    t.throws(
      () => mergedText([{ name: 'x.config', text }]),
      { code: 'E_CONFIG', message: /^x\.config: / },
      text,
    )
    t.throws(() => checkConfig(text, [], 'a kernel'), { code: 'E_CONFIG' }, text)
  }
  t.end()
})

const option = fc.tuple(
  fc.stringMatching(/^CONFIG_[A-Z]{1,2}$/),
  fc.oneof(
    fc.constantFrom('y', 'm', '1', '-3', '0x1f', ''),
    fc.string().map(text => `"${text.replaceAll(/["\\\n\r]/g, '\\"')}"`),
  ),
)
const lineOf = ([name, value]: readonly [string, string]): string =>
  value === '' ? `# ${name} is not set` : `${name}=${value}`

t.test('merged fragments are a configuration that has what each of them asks for last', async () => {
  const options = fc.uniqueArray(option, { selector: ([name]) => name, maxLength: 6 })
  fc.assert(
    fc.property(fc.array(options, { maxLength: 3 }), all => {
      const fragments = all.map((one, index) => ({ name: `${index}`, text: one.map(lineOf).join('\n') }))
      const merged = mergedText(fragments)
      checkConfig(merged, fragments, 'a kernel')
      return mergedText([{ name: 'all', text: merged }]) === merged
    }),
    runs(300),
  )
})

t.test('whatever a file says is a configuration or is refused', async () => {
  const part = fc.constantFrom('CONFIG_A', '=y', '=', '# ', ' is not set', '\n', '"', '\\', ' ', '1', '0x')
  const text = fc.oneof(
    fc.array(part, { maxLength: 15 }).map(parts => parts.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, one => {
      try {
        const merged = mergedText([{ name: 'x', text: one }])
        return merged === '' || /^(?:(?:CONFIG_\w+=.+|# CONFIG_\w+ is not set)\n)+$/.test(merged)
      } catch (error) {
        return error instanceof ToolError && error.code === 'E_CONFIG'
      }
    }),
    runs(1_000),
  )
})

t.test('the time for a configuration is in proportion to its length', async t => {
  const read = (text: string): unknown => {
    try {
      return mergedText([{ name: 'x', text }])
    } catch (error) {
      return error
    }
  }
  for (const part of [' ', '#', '# ', '\n', 'CONFIG_A', '\\"', '"', '# CONFIG_A is not set', 'A'])
    for (const start of ['', '# ', 'CONFIG_', 'CONFIG_A="', 'CONFIG_A=0x1'])
      t.equal(
        excess(size => start + part.repeat(size / part.length), read),
        undefined,
        JSON.stringify(start + part),
      )
})
