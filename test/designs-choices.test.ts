import { readFileSync } from 'node:fs'
import t from 'tap'
import { decisionsOn } from '../generator/compare/contrast/decisions.js'
import { choiceFragments } from '../generator/kernel/lab/designs.js'
import { parseRef } from '../generator/kernel/ref.js'
import { decisionsText } from '../generator/report/decisions-page.js'
import { bracketOf, chosen, namedDesigns } from '../specs/designs/choices.js'
import { decisions, namedSets } from '../specs/designs/decisions.js'
import { namesOf } from '../specs/names-of.js'
import { designNames, targetName } from '../specs/target.js'
import { targets } from './targets.js'

const form = 'socket-create-v4'

t.test('choices stand in brackets behind their design, and what is usual goes without saying', async t => {
  t.same(namedDesigns('socket-fd,socket-create-v4[packet_alias=no,default_protocol=mapped]'), {
    names: ['socket-fd', form],
    choices: { default_protocol: 'mapped', packet_alias: 'no' },
  })
  t.same(namedDesigns(`${form}[default_protocol=given]`), { names: [form], choices: {} })
  t.equal(chosen({}, 'default_protocol'), 'given')
  t.equal(chosen({ choices: { default_protocol: 'mapped' } }, 'default_protocol'), 'mapped')
  t.equal(bracketOf('socket-create', { ranges: 'kernel' }), '')
  t.equal(bracketOf(form, { ranges: 'kernel' }), '[ranges=kernel]')
  t.equal(
    targetName({ abi: 11, errata: 15, designs: [form], choices: { ranges: 'kernel' } }),
    'abi-11-errata-15+socket-create-v4[ranges=kernel]',
  )
})

t.test('a set has a name, and a choice of the form by protocol makes socket-create that form', async t => {
  const canonical = { names: [form], choices: { default_protocol: 'canonical' } }
  t.same(namedDesigns('socket-create[v4-canonical]'), canonical)
  t.same(namedDesigns(`${form}[v4-canonical]`), canonical)
  t.same(namedDesigns('socket-create[thread-2023]'), { names: ['socket-create'], choices: {} })
  t.same(namedDesigns('socket-create[packet_alias=no,v4-canonical]'), {
    names: [form],
    choices: { default_protocol: 'canonical', packet_alias: 'no' },
  })
})

t.test('what is no choice, or excludes another, is told', async t => {
  const wrong = (text: string): string => {
    const read = namedDesigns(text)
    return 'wrong' in read ? read.wrong : ''
  }
  t.match(
    wrong(`${form}[default_protocol=nope]`),
    /no decision with a choice.*default_protocol=given\|mapped/,
  )
  t.match(wrong(`${form}[nope=yes]`), /no decision/)
  t.match(wrong(`${form}[constructor=name]`), /no decision/)
  t.match(wrong(`${form}[v4-canonical,default_protocol=mapped]`), /exclude each other: one kernel/)
  t.match(
    wrong('socket-fd[default_protocol=mapped]'),
    /is a decision of socket-create-v4, which is not named/,
  )
  t.match(
    wrong(`${form}[rule_number=three],socket-fd`),
    /rule_number=three does not go together with socket-fd: their rules by domain and type have that number/,
  )
  t.match(wrong('socket fd'), /is no design/)
  t.throws(() => parseRef(`lab:${form}[default_protocol=nope]`), { code: 'E_USAGE' })
})

t.test('a lab kernel is built with a symbol for each choice that is not usual', async t => {
  const ref = parseRef('lab/7.3:socket-create[default_protocol=mapped,packet_alias=yes],socket-fd')
  if (ref.kind !== 'lab') throw new Error('no lab kernel')
  t.same(ref.designs, [form, 'socket-fd'])
  t.same(
    choiceFragments(ref.choices ?? {}).map(({ text }) => text),
    ['CONFIG_SECURITY_LANDLOCK_SOCKET_DEFAULT_PROTOCOL_MAPPED=y\n'],
  )
  for (const base of ['7.3', '6.12']) {
    const patch = readFileSync(
      new URL(`../specs/designs/${form}/kernel/${base}.patch`, import.meta.url),
      'utf8',
    )
    for (const name of namesOf(decisions))
      for (const choice of namesOf(decisions[name].choices)) {
        const symbol = `SECURITY_LANDLOCK_SOCKET_${`${name}_${choice}`.toUpperCase()}`
        t.equal(patch.includes(`config ${symbol}\n`), choice !== decisions[name].usual, symbol)
      }
  }
})

t.test('the list names every decision, choice and set, and the page is what the model says now', async t => {
  const text = decisionsText(designNames)
  for (const name of namesOf(decisions)) {
    t.match(text, name)
    for (const choice of namesOf(decisions[name].choices)) t.match(text, choice)
  }
  for (const name of namesOf(namedSets)) t.match(text, `[${name}]`)
  const eleven = targets.find(({ abi }) => abi === 11)
  if (eleven === undefined) throw new Error('no target')
  const page = await decisionsOn(eleven)
  t.equal(page, readFileSync(new URL('../specs/designs/decisions.md', import.meta.url), 'utf8'))
  for (const name of namesOf(decisions)) t.match(page, `## ${name}`)
  t.notMatch(
    page,
    /this choice \|\n\| --- \| --- \| --- \| --- \| --- \|\n\n/,
    'each choice changes something',
  )
})
