import t from 'tap'
import { planted } from '../../../generator/kernel/lab/plant.js'

const mistake = { name: 'lost', file: 'a.c', find: '\tcheck();\n', replace: '' }

t.test('a mistake takes the place of the one text that it is about', t => {
  t.equal(planted(mistake, 'first();\n\tcheck();\nlast();\n'), 'first();\nlast();\n')
  const dollars = { ...mistake, find: 'a', replace: '$&' }
  t.equal(planted(dollars, 'bab'), 'b$&b', 'and is taken as it stands')
  t.end()
})

t.test('a mistake about no place, or about more than one, is told with its name and file', t => {
  t.throws(() => planted(mistake, 'first();\n'), { code: 'E_MISTAKE', message: /lost .* nowhere in a\.c/ })
  const twice = '\tcheck();\n\tcheck();\n'
  t.throws(() => planted(mistake, twice), { code: 'E_MISTAKE', message: /in 2 places in a\.c/ })
  t.end()
})
