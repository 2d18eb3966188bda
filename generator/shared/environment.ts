/** What a process may need to know of its surroundings, and nothing that changes what it makes. */
const surroundings = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TERM', 'TMPDIR']

/** Where the programs of a user keep things. */
const settings = ['CACHE', 'CONFIG', 'DATA', 'STATE'].map(what => `XDG_${what}_HOME`)

const proxies = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy']

/** What every process of ours is given of our own environment; what it says is English and in UTF-8. */
export const environment = (): Readonly<Record<string, string>> => ({
  ...variables([...surroundings, ...settings, 'XDG_RUNTIME_DIR']),
  LC_ALL: 'C.UTF-8',
})

/** How the network is reached, for a program that fetches something. */
export const proxySettings = (): Readonly<Record<string, string>> =>
  variables(proxies.flatMap(name => [name, name.toUpperCase()]))

/** Those of our environment's variables that are set. */
export const variables = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
