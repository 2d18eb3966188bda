import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import t from 'tap'
import type { Result } from '../../generator/judge/result.js'
import { countsOf, everyEntry } from '../../generator/report/counts.js'
import {
  formatted,
  formattedComparison,
  formattedFuzz,
  formattedMutation,
} from '../../generator/report/formats/index.js'
import { outlineOf } from '../../generator/report/outline.js'
import { findProgram } from '../../generator/shared/programs.js'
import { emptyFolder } from '../landlockstep.js'
import { compared } from './compared.js'
import { found, long, resultOf } from './fuzzed.js'
import { planted } from './golden.js'
import { mistakes, mutated } from './mutated.js'
import { smallResult } from './small-result.js'

const executablePath = findProgram('chromium')
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

/** Lines of which each is wider than a page of paper. */
const wide: Result = {
  ...smallResult,
  divergences: smallResult.divergences.map(one => ({
    ...one,
    replay: `${one.replay} --kernel ${'x'.repeat(300)}`,
    clause: 'y'.repeat(300),
  })),
}

/** What A4 has room for, in the pixels of CSS. */
const paperWidth = 718

/** How many pages a document has. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type ?\/Page\b/g)?.length ?? 0

/** What is wider or higher than where it stands, and what stands out of the page. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('main, main *')]
    .filter(one => one.checkVisibility() && getComputedStyle(one).display !== 'inline')
    .filter(one =>
      one.getBoundingClientRect().right > innerWidth + 1 ||
      (/^(PRE|DIV)$/.test(one.tagName) && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)))
    .map(one => one.tagName + ' ' + one.className + ' ' + one.textContent.slice(0, 60))`)

/** What the browser says of pages: its errors, and what they ask for. */
type Heard = { readonly errors: string[]; readonly requests: string[] }

const folder = emptyFolder()

async function open(browser: Browser, html: string, colorScheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1000, height: 800 } })
  const page = await context.newPage()
  const heard: Heard = { errors: [], requests: [] }
  page.on('console', message => message.type() === 'error' && heard.errors.push(message.text()))
  page.on('pageerror', error => heard.errors.push(error.message))
  page.on('request', request => heard.requests.push(request.url()))
  const path = join(folder, 'page.html')
  writeFileSync(path, html)
  await page.goto(pathToFileURL(path).href)
  return { page, heard, url: pathToFileURL(path).href }
}

const violationsOf = async (page: Page): Promise<readonly string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )

/** Its script opens it a moment after its link was followed. */
const opened = (details: Locator): Promise<void> =>
  details.and(details.page().locator('[open]')).waitFor({ state: 'attached' })

const rows = (page: Page) => page.locator('#entries tbody tr')

if (executablePath === undefined)
  t.fail('There is no chromium in PATH: install it by apt-get install --no-install-recommends chromium.')
else {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  t.teardown(() => browser.close())

  t.test('no page has an error, asks for anything, or shuts anybody out, in light and in dark', async t => {
    const fuzzed = { ...resultOf(long), verdict: 'diverge' as const, divergences: [found] }
    const pages = [
      formatted(smallResult)('html'),
      formattedFuzz(fuzzed)('html'),
      formattedComparison(compared)('html'),
      formattedMutation(mutated(mistakes))('html'),
    ]
    for (const [at, colorScheme] of (['light', 'dark', 'light', 'dark'] as const).entries()) {
      const { page, heard, url } = await open(browser, pages[at] ?? '', colorScheme)
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
    for (const link of await rows(page).getByRole('link').all()) {
      const name = await link.textContent()
      await link.click()
      const opened = page.locator(`#found > details[open]`).last()
      t.match(await opened.textContent(), name ?? '')
    }
    t.equal(await page.locator('#found > details[open]').count(), counts.diverged)
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

  t.test('on paper everything that differs is open, and nothing is cut off', async t => {
    const { page } = await open(browser, formatted(wide)('html'))
    const shut = page.locator('#found details:not([open])')
    t.ok((await shut.count()) > 0)
    const pdf = await page.pdf({ format: 'A4' })
    t.ok(pagesOf(pdf) > 1)
    t.equal(await shut.count(), 0, 'what was shut is opened by printing')
    await page.setViewportSize({ width: paperWidth, height: 1_000 })
    await page.emulateMedia({ media: 'print' })
    t.strictSame(await cutOff(page), [])
    for (const one of await page.locator('tr.wrong, #found pre, .replay code').all())
      t.ok(await one.isVisible())
    t.equal(await page.locator('tr.wrong').count(), 2)
    t.notOk(await page.locator('nav').isVisible(), 'what leads elsewhere on a screen is left out')
    await page.emulateMedia({ media: 'screen' })
    t.ok((await cutOff(page)).length > 0, 'on a screen it is scrolled')
  })

  t.test('without a script a page is printed open as well', async t => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    writeFileSync(join(folder, 'page.html'), formatted(smallResult)('html'))
    await page.goto(pathToFileURL(join(folder, 'page.html')).href)
    t.notOk(await page.locator('tr.wrong').first().isVisible())
    await page.emulateMedia({ media: 'print' })
    t.ok(await page.locator('tr.wrong').first().isVisible())
  })

  t.test('a keyboard gets to all there is, opens it and copies from it, and sees where it is', async t => {
    const { page } = await open(browser, formatted(smallResult)('html'))
    await page.evaluate(`Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async text => { document.body.dataset.copied = text } },
    })`)
    /** Presses Tab until something is reached that this selector tells; each stop on the way must be seen. */
    const tabTo = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 100; presses++) {
        await page.keyboard.press('Tab')
        const [isThere, outline] = await page.evaluate<[boolean, string]>(
          `[document.activeElement.matches(${JSON.stringify(selector)}), getComputedStyle(document.activeElement).outline]`,
        )
        if (!/solid 3px/.test(outline)) t.fail(`${selector}: a stop before it has the outline ${outline}`)
        if (isThere) return
      }
      t.fail(`${selector} is not reached`)
    }
    await tabTo('.skip')
    t.ok(await page.locator('.skip').isVisible())
    for (const id of ['difference-1', 'difference-2']) {
      await tabTo(`#${id} > summary`)
      await page.keyboard.press('Enter')
      t.ok((await page.locator(`#${id}`).getAttribute('open')) !== null, id)
    }
    await tabTo('[data-copy]')
    await page.keyboard.press('Enter')
    t.equal(await page.locator('body').getAttribute('data-copied'), finding.replay)
    await tabTo('details.c > summary')
    await page.keyboard.press('Space')
    t.ok(await page.locator('#difference-2 pre').isVisible())
    await tabTo('#law-filter')
    await page.keyboard.type('final')
    await tabTo('#law-wrong')
    await page.keyboard.press('Space')
    t.strictSame(await page.locator('#laws tbody tr:visible th').allTextContents(), ['denial-is-final'])
    await tabTo('#laws button')
    await page.keyboard.press('Enter')
    t.equal(await page.evaluate('document.activeElement.id'), 'search', 'its programs are searched next')
    await page.keyboard.type('final_1')
    t.equal(await rows(page).count(), 1)
    await tabTo('#status')
    await page.keyboard.press('End')
    t.not(await page.locator('#status').inputValue(), '')
    await tabTo('#all')
    await page.keyboard.press('Enter')
    t.equal(await rows(page).count(), 16)
    await tabTo('#entries a')
    await page.keyboard.press('Enter')
    await t.resolves(page.locator('#found summary:focus').waitFor(), 'a link leads to what it names')
  })
}
