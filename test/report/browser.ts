import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import t from 'tap'
import { findProgram } from '../../generator/shared/programs.js'
import { emptyFolder } from '../empty-folder.js'

/** What the browser says of pages: its errors, and what they ask for. */
type Heard = { readonly errors: string[]; readonly requests: string[] }

const folder = emptyFolder()

export async function open(browser: Browser, html: string, colorScheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1000, height: 800 } })
  const page = await context.newPage()
  const heard: Heard = { errors: [], requests: [] }
  page.on('console', message => message.type() === 'error' && heard.errors.push(message.text()))
  page.on('pageerror', error => heard.errors.push(error.message))
  page.on('request', request => heard.requests.push(request.url()))
  const url = pageAt(html)
  await page.goto(url)
  return { page, heard, url }
}

/** Writes a page and gives where it is. */
export function pageAt(html: string): string {
  const path = join(folder, 'page.html')
  writeFileSync(path, html)
  return pathToFileURL(path).href
}

/** The programs that a page lists. */
export const rows = (page: Page) => page.locator('#entries tbody tr')

/** Chromium, as Debian has it; without it a test fails. */
export async function withBrowser(use: (browser: Browser) => void): Promise<void> {
  const executablePath = findProgram('chromium')
  if (executablePath === undefined) {
    t.fail('There is no chromium in PATH: install it by apt-get install --no-install-recommends chromium.')
    return
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  t.teardown(() => browser.close())
  use(browser)
}
