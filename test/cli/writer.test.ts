import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writerOf } from '../../generator/cli/writer.js'
import type { Format } from '../../generator/report/formats/names.js'
import { emptyFolder } from '../empty-folder.js'

const folder = emptyFolder()

/** What is printed when each format is its own name. */
async function printed(options: Parameters<typeof writerOf>[0]): Promise<readonly string[]> {
  const lines: string[] = []
  await writerOf(options, text => lines.push(text))(format => format)
  return lines
}

t.test('one format is printed, and each file has its own, whole and with a line end', async t => {
  const [xml, tap] = [join(folder, 'deep', 'a.xml'), join(folder, 'a=b.tap')]
  t.strictSame(await printed({ output: [`junit=${xml}`, `tap=${tap}`] }), ['pretty'])
  t.equal(readFileSync(xml, 'utf8'), 'junit\n')
  t.equal(readFileSync(tap, 'utf8'), 'tap\n')
  t.strictSame(readdirSync(join(folder, 'deep')), ['a.xml'])
  t.strictSame(await printed({ json: true }), ['json'])
  t.strictSame(await printed({ format: 'ktap' }), ['ktap'])
  t.strictSame(await printed({ output: ['github=-'] }), ['github'])
  t.strictSame(await printed({ json: true, output: ['json=-', `ktap=${tap}`] }), ['json'])
  t.equal(readFileSync(tap, 'utf8'), 'ktap\n', 'what was there before is gone')
})

t.test('what is wrong with what is asked for is told before anything is done', async t => {
  const refused = (options: Parameters<typeof writerOf>[0], message: RegExp): void => {
    t.throws(() => writerOf(options, () => t.fail('printed')), { code: 'E_USAGE', message })
  }
  refused(
    { output: ['xml=a'] },
    /one of pretty, json, ktap, tap, junit, ctrf, kcidb, html, github, .*"xml=a"/,
  )
  for (const text of ['junit', 'junit=', '=a', '', 'a.xml']) refused({ output: [text] }, /FORMAT=FILE/)
  refused({ output: ['junit=-', 'tap=-'] }, /stdout can have one format.*junit and tap/)
  refused({ json: true, output: ['tap=-'] }, /json and tap/)
  refused({ format: 'ktap', output: ['tap=-'] }, /ktap and tap/)
  refused({ output: ['junit=a', 'tap=./a'] }, /a cannot have two formats/)
})

t.test('a file that cannot be written is told, and whatever could be was printed before', async t => {
  const told: string[] = []
  const write = (path: string): Promise<void> =>
    writerOf({ output: [`junit=${path}`] }, text => told.push(text))((format: Format) => format)
  writeFileSync(join(folder, 'file'), '')
  mkdirSync(join(folder, 'some'))
  for (const path of ['/dev/full', join(folder, 'some'), join(folder, 'file', 'a.xml')])
    await t.rejects(write(path), { code: 'E_DISK', message: `${path} cannot be written` })
  t.strictSame(told, ['pretty', 'pretty', 'pretty'])
})

t.test('a device stays a device, and a link a link', async t => {
  await printed({ output: ['junit=/dev/null'] })
  t.ok(statSync('/dev/null').isCharacterDevice())
  const link = join(folder, 'link')
  writeFileSync(join(folder, 'behind'), 'before')
  symlinkSync('behind', link)
  await printed({ output: [`junit=${link}`] })
  t.equal(readFileSync(join(folder, 'behind'), 'utf8'), 'junit\n')
})

t.test('what is open already is written to behind what stands there', async t => {
  const path = join(folder, 'log')
  writeFileSync(path, 'before\n')
  const descriptor = openSync(path, 'a')
  await printed({ output: [`junit=/dev/fd/${descriptor}`] })
  closeSync(descriptor)
  t.equal(readFileSync(path, 'utf8'), 'before\njunit\n')
})
