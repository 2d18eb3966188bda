import t from 'tap'
import { withTable } from '../../generator/report/generated-page.js'

const page = '# A page\n\nWritten by a command.\n\n| a |\n|---|\n| 1 |\n\n1 of 1\n'

t.test('the table is made anew of the one before, and what stands above it stays', async t => {
  const seen: string[] = []
  const written = withTable(page, before => {
    seen.push(before)
    return '| b |'
  })
  t.strictSame(seen, ['| a |\n|---|\n| 1 |\n\n1 of 1'])
  t.equal(written, '# A page\n\nWritten by a command.\n\n| b |\n')
})

t.test('a page without a table gets one', async t => {
  t.equal(
    withTable('# A page\n', before => `| ${before}b |`),
    '# A page\n\n| b |\n',
  )
})
