import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { readRecord } from '../../generator/report/read-record.js'
import { writeSeries } from '../../generator/series/judge-series.js'
import { series } from '../report/judged-series.js'

t.test(
  'the folder of a series is read as it was left, and refused when anything in it was changed',
  async t => {
    const folder = t.testdir({ programs: { 'a.json': '{}' } })
    await writeSeries(folder, series)
    t.equal((await readRecord(folder)).exitCode, 1)
    t.match(await readFile(join(folder, 'reply.txt'), 'utf8'), /^Subject: Re: \[PATCH 3\/5\]/)
    await writeFile(join(folder, 'programs/a.json'), '{"ops":[]}')
    await t.rejects(readRecord(folder), { code: 'E_RUN', output: /programs\/a\.json was changed/ })
    await writeFile(join(folder, 'programs/a.json'), '{}')
    const record = join(folder, 'series.json')
    await writeFile(record, (await readFile(record, 'utf8')).replace('"diverge"', '"agree"'))
    await t.rejects(readRecord(folder), { code: 'E_RUN', output: /series\.json was changed/ })
  },
)
