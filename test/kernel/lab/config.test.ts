import t from 'tap'
import { checkConfig, mergedText } from '../../../generator/kernel/lab/config.js'

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
