import type t from 'tap'

/** Sets a variable of our environment for a test. */
export function setVariable(
  { teardown }: Pick<typeof t, 'teardown'>,
  name: string,
  value: string | undefined,
): void {
  const before = process.env[name]
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
  teardown(() => {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  })
}
