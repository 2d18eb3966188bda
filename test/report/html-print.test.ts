import type { Page } from 'playwright-core'
import t from 'tap'
import type { Result } from '../../generator/judge/result.js'
import { formatted } from '../../generator/report/formats/index.js'
import { open, pageAt, rows, withBrowser } from './browser.js'
import { smallResult } from './small-result.js'

const [finding] = smallResult.divergences

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

await withBrowser(browser => {
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
    await page.goto(pageAt(formatted(smallResult)('html')))
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
    t.equal(await page.locator('body').getAttribute('data-copied'), finding?.replay)
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
})
