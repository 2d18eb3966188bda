import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import t from 'tap'
import type { Result } from '../../generator/judge/result.js'
import type { Bisection } from '../../generator/report/bisection-result.js'
import { countsOf, everyEntry } from '../../generator/report/counts.js'
import {
  formatted,
  formattedBisection,
  formattedComparison,
  formattedFuzz,
  formattedMutation,
  formattedSeries,
} from '../../generator/report/formats/index.js'
import { outlineOf } from '../../generator/report/outline.js'
import { open, rows, withBrowser } from './browser.js'
import { compared } from './compared.js'
import { found, long, resultOf } from './fuzzed.js'
import { planted } from './golden.js'
import { series } from './judged-series.js'
import { mistakes, mutated } from './mutated.js'
import { smallResult } from './small-result.js'

const tried = { commit: 'c'.repeat(40), subject: 'landlock: Change', state: 'bad', why: '' } as const

/** A bisection that found its commit. */
const bisection: Bisection = {
  verdict: 'found',
  judgedAt: '2026-11-29T00:00:00.000Z',
  tree: '/src/linux',
  good: 'a'.repeat(40),
  bad: 'b'.repeat(40),
  found: [{ commit: tried.commit, subject: tried.subject }],
  tried: [{ ...tried, votes: { same: 3, of: 3 } }],
  verified: [{ what: 'verify: it is bad', holds: true, why: '' }],
  confidence: 0.99,
}

const [bad] = smallResult.kernels
const [finding] = smallResult.divergences
if (bad === undefined || finding === undefined) throw new Error('the small result is empty')

/** What tries to be markup, wherever a name or what a guest said can stand. */
const hostile = `</script></title><img src=x onerror="document.title='owned'"><b>&lt;{{words}}'"`

const spoilt: Result = {
  ...smallResult,
  folder: hostile,
  kernels: [
    { ...bad, ref: hostile, origin: hostile, notes: [hostile], reports: [hostile], missing: [hostile] },
  ],
  divergences: [
    {
      ...finding,
      kernel: hostile,
      claim: hostile,
      observed: hostile,
      clause: hostile,
      why: hostile,
      replay: hostile,
    },
  ],
}

const many: Result = {
  ...smallResult,
  kernels: [
    {
      ...bad,
      tests: Array.from({ length: 20_000 }, (_, at) => ({
        name: `program_${at}`,
        law: `law-${at % 150}`,
        program: finding.program,
        status: at === 19_999 ? ('diverged' as const) : ('agreed' as const),
      })),
    },
  ],
  divergences: [{ ...finding, test: 'program_19999', law: `law-${19_999 % 150}` }],
}

const violationsOf = async (page: Page): Promise<readonly string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )

/** Its script opens it a moment after its link was followed. */
const opened = (details: Locator): Promise<void> =>
  details.and(details.page().locator('[open]')).waitFor({ state: 'attached' })

await withBrowser(browser => {
  t.test('no page has an error, asks for anything, or shuts anybody out, in light and in dark', async t => {
    const fuzzed = { ...resultOf(long), verdict: 'diverge' as const, divergences: [found] }
    const pages = [
      formatted(smallResult)('html'),
      formattedFuzz(fuzzed)('html'),
      formattedComparison(compared)('html'),
      formattedMutation(mutated(mistakes))('html'),
      formattedSeries(series)('html'),
      formattedBisection(bisection)('html'),
    ]
    for (const [at, html] of pages.entries()) {
      const colorScheme = at % 2 === 0 ? 'light' : 'dark'
      const { page, heard, url } = await open(browser, html, colorScheme)
      for (const one of await page.locator('#found > details > summary').all()) await one.click()
      t.strictSame(await violationsOf(page), [], colorScheme)
      t.strictSame(heard, { errors: [], requests: [url] })
      t.match(await page.locator('h1').textContent(), /exit code/)
    }
  })

  t.test(
    'the page of a fuzz run begins with how it went on: pictures that say the same in words',
    async t => {
      const { page } = await open(browser, formattedFuzz(resultOf(long))('html'))
      t.equal(await page.locator('main > section').first().getAttribute('id'), 'session')
      t.strictSame(await page.locator('#session figcaption').allTextContents(), [
        'programs a second: from 2 to 2 in 600 s, at most 2',
        'programs that are kept: from 0 to 11 in 600 s, at most 11',
        'pairs of clauses covered: from 0 to 600 in 600 s, at most 600',
        'kinds of findings: from 0 to 1 in 600 s, at most 1',
      ])
      const corpus = await page.locator('#session polyline').nth(1).getAttribute('points')
      t.strictSame(corpus?.split(' ').slice(0, 2), ['70.0,130.0', '163.3,64.5'], 'it begins at nothing')
      t.equal(corpus?.split(' ').at(-1), '630.0,10.0', 'and ends at the most')
    },
  )

  t.test('a divergence is told by its law, step by step, and by the command that replays it', async t => {
    const { page } = await open(browser, formatted(smallResult)('html'))
    await page.getByRole('link', { name: 'denial_is_final_1' }).click()
    const one = page.locator('#difference-1')
    await t.resolves(opened(one), 'its link opens it')
    t.strictSame(await one.locator('tr.wrong td').allTextContents(), [
      '1',
      'bind(socket 0, 127.0.0.1:a)',
      'OK',
      'EACCES',
    ])
    t.match(await one.locator('pre').textContent(), /int main\(/)
    await page.evaluate(`Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async text => { document.body.dataset.copied = text } },
    })`)
    await one.getByRole('button', { name: 'Copy' }).click()
    t.equal(await page.locator('body').getAttribute('data-copied'), finding.replay)
    await page.reload()
    await t.resolves(opened(one), 'so does an address with its name')
  })

  t.test('the page of a run of two kernels has its numbers, and each divergence by its link', async t => {
    const { page, heard, url } = await open(browser, formatted(planted)('html'))
    const counts = countsOf(everyEntry(outlineOf(planted)))
    t.equal(await page.locator('#count').textContent(), `${counts.tests} of ${counts.tests}`)
    for (const status of await page.locator('#status option:not([value])').allTextContents()) {
      await page.getByLabel('Status').selectOption(status)
      t.equal(
        await page.locator('#count').textContent(),
        `${counts[status as keyof typeof counts]} of ${counts.tests}`,
      )
    }
    await page.getByLabel('Status').selectOption('diverged')
    const opened = page.locator('#found > details[open]')
    for (const [before, link] of (await rows(page).getByRole('link').all()).entries()) {
      const program = new RegExp(`\\b${await link.textContent()}\\b`)
      t.equal(await opened.filter({ hasText: program }).count(), 0)
      await link.click()
      // The page hears of its new address a moment later.
      await opened.filter({ hasText: program }).waitFor()
      t.equal(await opened.filter({ hasText: program }).count(), 1)
      t.equal(await opened.count(), before + 1)
    }
    t.equal(await opened.count(), counts.diverged)
    t.strictSame(await page.locator('tr.wrong td:last-child').allTextContents(), Array(6).fill('EPERM'))
    t.strictSame(await violationsOf(page), [])
    t.strictSame(heard, { errors: [], requests: [url] })
  })

  t.test('programs are found by words, status and law, and so are laws', async t => {
    const { page } = await open(browser, formatted(smallResult)('html'))
    t.equal(await rows(page).count(), 16)
    await page.getByLabel('Search').fill('FINAL_4 flaky')
    t.match(await rows(page).allTextContents(), [/^denial_is_final_4/])
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await page.getByLabel('Status').selectOption('lost')
    t.equal(await rows(page).count(), 3)
    await page.getByRole('button', { name: /^handled-is-denied on debian:trixie/ }).click()
    t.match(await rows(page).allTextContents(), [/^handled_is_denied_0.*known/])
    await page.getByLabel('only what does not agree').check()
    t.equal(await page.locator('#laws tbody tr:visible').count(), 2)
    await page.getByRole('searchbox', { name: 'Law' }).fill('denial')
    t.equal(await page.locator('#laws tbody tr:visible').count(), 1)
  })

  t.test('what tries to be markup is text', async t => {
    const { page, heard } = await open(browser, formatted(spoilt)('html'))
    t.strictSame(heard.errors, [])
    t.equal(await page.locator('img, b').count(), 0)
    t.notMatch(await page.title(), /owned/)
    t.equal(await page.locator('#difference-1 .claim').textContent(), `${hostile} ${finding.place}`)
    t.equal(await page.locator('#kernel option').nth(1).textContent(), hostile)
    t.ok((await rows(page).first().allTextContents())[0]?.includes(hostile))
  })

  t.test('twenty thousand programs are searched before anybody waits', async t => {
    const { page } = await open(browser, formatted(many)('html'))
    t.equal(await rows(page).count(), 100)
    const ms = await page.evaluate<number>(`(() => {
      const search = document.getElementById('search')
      const begun = performance.now()
      search.value = 'program_19999'
      search.dispatchEvent(new Event('input'))
      return performance.now() - begun
    })()`)
    t.ok(ms < 1_000, `${ms} ms`)
    t.equal(await rows(page).count(), 1)
    await page.getByRole('link', { name: 'program_19999' }).click()
    await t.resolves(opened(page.locator('#difference-1')))
  })
})
