import type t from 'tap'

/** Sets a variable of our environment for a test. */
export function setVariable({ teardown }: Pick<typeof t, 'teardown'>, name: string, value: string): void {
  const before = process.env[name]
  process.env[name] = value
  teardown(() => {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  })
}
