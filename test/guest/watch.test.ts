import t from 'tap'
import { type WatchLimits, watch } from '../../generator/guest/watch.js'

const limits: WatchLimits = { silenceMs: 3_000, stallMs: 6_000, deadlineMs: 20_000, bytes: 2 ** 20 }

/** Looks every half second, and says on the way what is said then. */
function watched(words: Readonly<Record<number, string>>, seconds: number, given: Partial<WatchLimits> = {}) {
  let now = 0
  const signs = { isProgress: (line: string) => line === 'on', isLast: (line: string) => line === 'last' }
  const { hear, look } = watch({ ...limits, ...given }, signs, () => now)
  for (; now <= seconds * 1_000; now += 500) {
    const word = words[now / 1_000]
    if (word !== undefined) hear(word)
    const excess = look({ channel: 0 })
    if (excess !== undefined) return { ...excess, at: now / 1_000 }
  }
  return undefined
}

const every = (word: string, seconds: number, step = 1) =>
  Object.fromEntries(Array.from({ length: seconds / step }, (_, index) => [index * step, word]))

t.test('silence is ended, each line is none', async t => {
  t.match(watched({ 1: 'x' }, 30), { end: 'hang', detail: 'it said nothing for 3 s', at: 4 })
  t.equal(watched(every('on', 19), 19), undefined)
})

t.test('whoever says things and gets no further is ended', async t => {
  t.match(watched({ ...every('x', 30), 2: 'on' }, 30), {
    end: 'hang',
    detail: 'it got no further for 6 s',
    at: 8,
  })
})

t.test('whoever takes too long is ended, though it gets further', async t => {
  t.match(watched(every('on', 30), 30), { end: 'hang', detail: 'it took more than 20 s', at: 20.5 })
})

t.test('whoever stays after its last word is ended, and what it says then keeps nobody', async t => {
  const words = { ...every('on', 30), 3: 'last' }
  t.match(watched(words, 30), { end: 'stay', detail: 'it did not end in 10 s after its last word', at: 13 })
})

t.test('whoever says too much is ended, whatever says it', async t => {
  const { look } = watch(limits, {})
  t.equal(look({ channel: 2 ** 20, console: 2 ** 20 }), undefined)
  t.match(look({ channel: 0, console: 2 ** 20 + 1 }), {
    end: 'flood',
    detail: 'more than 1 MiB on its console',
  })
})

t.test('whoever says too much without getting further is ended', async t => {
  const { hear, look } = watch({ ...limits, stallBytes: 2 ** 18 }, { isProgress: line => line === 'on' })
  t.equal(look({ channel: 2 ** 18, console: 0 }), undefined)
  hear('on')
  t.equal(look({ channel: 2 ** 18, console: 0 }), undefined)
  hear('x')
  t.equal(look({ channel: 2 ** 19, console: 2 ** 18 }), undefined)
  t.match(look({ channel: 2 ** 19 + 1, console: 0 }), {
    end: 'flood',
    detail: 'more than 0.25 MiB on its channel',
  })
})

t.test('a time in which we did not look counts for little: it may be we who were stopped', async t => {
  let now = 0
  const { hear, look } = watch(limits, {}, () => now)
  hear('x')
  now = 3_600_000
  t.equal(look({}), undefined)
  for (let left = 4; left > 0; left -= 1) {
    now += 500
    look({})
  }
  now += 500
  t.match(look({}), { end: 'hang' })
})
