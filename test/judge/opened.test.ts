import t from 'tap'
import { openedKinds, unopenedNotes } from '../../generator/judge/opened.js'
import { targets } from '../targets.js'

const [oldest, ...others] = targets
const newest = others.at(-1)
if (oldest === undefined || newest === undefined) throw new Error('no targets')

const law = (claim: string) => ({ name: 'a-law', claim, place: 'specs/laws/a-law.ts:1' })
const laws = [law('SMC and ping sockets are untouched.'), law('UDP-Lite, packet and raw ones, too.')]

t.test('of the kinds that laws speak of, those are named that a kernel could not open', async t => {
  t.ok(openedKinds(oldest).includes('SMC'))
  t.notOk(openedKinds(newest).includes('SMC'))
  t.ok(openedKinds(newest).includes('ping'))
  t.strictSame(unopenedNotes({ target: newest, laws }), [
    'could not open SMC, UDP-Lite: what laws say of these was not tried',
  ])
  t.strictSame(unopenedNotes({ target: { ...newest, sockets: {} }, laws }), [
    'could not open SMC, UDP-Lite, ping, raw, packet: what laws say of these was not tried',
  ])
})

t.test('what no law speaks of is not named, nor what was opened', async t => {
  t.strictSame(unopenedNotes({ target: newest, laws: [law('SMCD and pings are something else.')] }), [])
  t.strictSame(unopenedNotes({ target: { ...newest, sockets: {} }, laws: [] }), [])
  t.strictSame(unopenedNotes({ target: newest, laws: [law('A ping socket is untouched.')] }), [])
})
