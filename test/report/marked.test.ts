import t from 'tap'
import { withMarked } from '../../generator/report/marked.js'

t.test('only what stands between the marks is replaced', async t => {
  const text = 'before\n<!-- matrix -->\nold\n<!-- /matrix -->\nafter\n'
  t.equal(withMarked(text, 'matrix', 'new'), 'before\n<!-- matrix -->\n\nnew\n\n<!-- /matrix -->\nafter\n')
  t.equal(withMarked('no marks', 'matrix', 'new'), undefined)
})
