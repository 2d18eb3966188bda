import { DOMImplementation, type Document, type Element, XMLSerializer } from '@xmldom/xmldom'
import { countsOf, entriesOf, everyEntry } from '../counts.js'
import type { Entry, Outline, ReportSection } from '../entries.js'
import { placeOf } from '../outline.js'

/**
 * A result as JUnit XML, as Jenkins has it in its schema and GitLab reads it: a suite is a kernel, a class is a law, and a case is a program, whose
 * name has the kernel in it, so that it is unique. What is known or was left out is skipped, what is flaky is a failure of that type, and what is lost
 * an error. Of the file of a law only GitLab knows.
 */
export function junitXml(outline: Outline): string {
  const document = new DOMImplementation().createDocument(null, 'testsuites')
  const root = document.documentElement
  if (root === null) throw new Error('a document has no element')
  const add = adder(document)
  const { skipped: _, ...all } = totals(everyEntry(outline))
  set(root, { name: 'landlockstep', ...all, time: time(outline.sections) })
  for (const section of outline.sections) {
    const suite = add(root, 'testsuite', {
      name: section.kernel,
      ...totals(entriesOf(section)),
      time: time([section]),
      timestamp: outline.judgedAt.slice(0, 19),
    })
    const properties = add(suite, 'properties')
    for (const [name, value] of propertiesOf(section)) add(properties, 'property', { name, value })
    for (const { law, entries } of section.groups) {
      for (const entry of entries) {
        const name = `${entry.name} on ${section.kernel}`
        addFate(
          add,
          add(suite, 'testcase', { classname: law, name, ...timeOf(entry), ...fileOf(entry) }),
          entry,
        )
      }
    }
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`
}

/** In seconds. */
const timeOf = ({ ms }: Entry): Attributes => (ms === undefined ? {} : { time: (ms / 1_000).toFixed(3) })

function fileOf(entry: Entry): Attributes {
  const { file } = placeOf(entry) ?? {}
  return file === undefined ? {} : { file }
}

type Attributes = Readonly<Record<string, string | number>>

type Add = (parent: Element, name: string, attributes?: Attributes, text?: string) => Element

/** Adds an element on a line of its own. */
const adder =
  (document: Document): Add =>
  (parent, name, attributes = {}, text = '') => {
    const element = document.createElement(name)
    set(element, attributes)
    if (text !== '') element.appendChild(document.createTextNode(valid(text)))
    parent.appendChild(document.createTextNode('\n'))
    parent.appendChild(element)
    return element
  }

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, valid(`${value}`))
}

/** What no XML can have is written as JSON writes it: halves of characters, and two that are none. Control characters already are. */
const valid = (text: string): string =>
  text.replace(/[\p{Surrogate}\ufffe\uffff]/gu, one => `\\u${one.charCodeAt(0).toString(16)}`)

function totals(entries: readonly Entry[]) {
  const { tests, diverged, flaky, lost, known, skipped } = countsOf(entries)
  return { tests, failures: diverged + flaky, errors: lost, skipped: known + skipped }
}

const time = (sections: readonly ReportSection[]): string =>
  sections.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3)

const propertiesOf = ({
  about,
  release,
  sha256,
  notes,
}: ReportSection): readonly (readonly [string, string])[] => [
  ['about', about],
  ['release', release],
  ['sha256', sha256],
  ...notes.map(note => ['note', note] as const),
]

function addFate(add: Add, test: Element, { status, reason, details }: Entry): void {
  const text = details.join('\n')
  switch (status) {
    case 'agreed':
      return
    case 'diverged':
    case 'flaky':
      add(test, 'failure', { message: reason, type: status }, text)
      return
    case 'lost':
      add(test, 'error', { message: reason, type: 'lost' }, text)
      return
    case 'known':
    case 'skipped':
      add(test, 'skipped', { message: reason })
  }
}
