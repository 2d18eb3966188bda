import t from 'tap'
import { hangsOn } from '../../generator/judge/hangs-on.js'
import { asSaid, checkTarget } from '../../generator/suite/codec.js'
import { kinds, open, socketLayer, v4Layer } from '../../specs/designs/ops.js'
import type { Op } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { targets } from '../targets.js'

const eleven = targets.find(({ abi }) => abi === 11)
if (eleven === undefined) throw new Error('no target')
const v4: Target = { ...eleven, designs: ['socket-create-v4'] }

const seen = (observed: string, ...ops: readonly (Op | readonly Op[])[]) => {
  const all = ops.flat()
  return { ops: all, step: all.length - 1, observed }
}

const asTcp: Op = open(0, { ...kinds.tcp, protocol: 'IPPROTO_TCP' })

t.test('a difference that another choice allows hangs on that decision', async t => {
  const found = hangsOn(v4, seen('OK', v4Layer(v4, 0, [kinds.tcp]), asTcp))
  t.match(found, /^What protocol 0 stands for: it is judged by default_protocol=given/)
  t.match(found, /default_protocol=mapped/)
  const packet: Op = open(0, { ...kinds.tcp, type: 'SOCK_PACKET' })
  const alias = v4Layer(v4, 0, [{ ...kinds.tcp, type: 'SOCK_PACKET' }])
  t.match(hangsOn(v4, seen('EACCES', alias, packet)), /packet_alias=no/)
  const folded = { ...v4, choices: { default_protocol: 'canonical' } } as const
  const unix = v4Layer(folded, 0, [kinds.unix])
  t.match(
    hangsOn(folded, seen('EACCES', unix, open(0, { ...kinds.unix, protocol: 1 }))),
    /judged by default_protocol=canonical.*it would be allowed by default_protocol=given/,
  )
})

t.test('what no choice allows hangs on none, and neither does what no design decides', async t => {
  t.equal(hangsOn(v4, seen('OK', v4Layer(v4, 0, []), asTcp)), undefined)
  t.equal(hangsOn(v4, { ...seen('law broken', asTcp), step: null }), undefined)
  const other: Target = { ...eleven, designs: ['socket-create'] }
  t.equal(hangsOn(other, seen('OK', socketLayer(other, 0, ['create']), asTcp)), undefined)
})

t.test(
  'a kernel of which somebody says what it implements is judged as that, and by nothing else of it',
  async t => {
    const said = asSaid(eleven, { designs: ['socket-create-v4'], choices: { any_type: 'no' } })
    t.doesNotThrow(() => checkTarget(said, eleven))
    t.doesNotThrow(() => checkTarget(said, v4))
    t.throws(() => checkTarget(said, { ...eleven, abi: 10 }), { code: 'E_TARGET' })
    t.throws(() => checkTarget({ ...v4, choices: { any_type: 'no' } }, v4), { code: 'E_TARGET' })
  },
)
