import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '../../../kernel/archive.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { smallArgs } from '../../run.js'
import type { World } from '../../world.js'
import { agreed, error } from '../shared.js'
import {
  type Archive,
  fileOf,
  imagePath,
  kernelPackage,
  runFrom,
  withArchive,
  withTest,
  write,
} from './shared.js'

/** A mirror on this machine, which the world reaches by its network. */
const served = (
  fault: string,
  expected: Expected,
  answer: RequestListener,
  rest: Partial<RowOfGroup> = {},
): RowOfGroup => ({
  fault: `a mirror that ${fault}`,
  setting: { network: true },
  expected,
  quick: true,
  limit: 200,
  inject: world => withTest(async test => runFrom(world, await serve(test, answer))),
  ...rest,
})

/** A mirror with a real kernel, whose package it gives in its own way. */
const giving = (
  fault: string,
  expected: Expected,
  give: (content: Buffer, response: Parameters<RequestListener>[1]) => unknown,
): RowOfGroup => ({
  fault: `a mirror that ${fault}`,
  setting: { network: true },
  expected,
  limit: 400,
  inject: world =>
    withArchive(world, async made => {
      await writeKernel(world, made)
      const folder = world.at(made.folder)
      return withTest(async test => {
        const mirror = await serve(test, ({ url }, response) => {
          const content = fileOf(folder, url)
          if (content === undefined) return response.writeHead(404).end()
          return url?.endsWith('.deb') ? give(content, response) : response.end(content)
        })
        return runFrom(world, mirror)
      })
    }),
})

async function writeKernel(world: World, made: Archive): Promise<void> {
  const folder = imagePath.replace(/\/[^/]*$/, '')
  const script = `mkdir -p "$root/${folder}"\ncp '${world.warm.kernel}' "$root/${imagePath}"\ntar -cf "$tar" -C "$root" .`
  await write(world, made, { packages: await kernelPackage(script) })
}

const variable = (fault: string, mirror: string): RowOfGroup => ({
  fault: `LANDLOCKSTEP_MIRROR ${fault}`,
  expected: error('E_USAGE', /LANDLOCKSTEP_MIRROR must be/),
  quick: true,
  inject: world => world.run(smallArgs('debian:trixie'), { env: { LANDLOCKSTEP_MIRROR: mirror } }),
})

const page = '<html><body>Please log in</body></html>'

/** Mirrors that give something else, late, or not to the end. */
export const mirrors: readonly RowOfGroup[] = [
  served(
    'answers with a page, such as of a network that wants a login',
    error('E_SIGNATURE', /wants a login/),
    (_, response) => response.end(page),
  ),
  served('has nothing', error('E_KERNEL', /has no suite/), (_, response) => response.writeHead(404).end()),
  served('fails', error('E_NETWORK'), (_, response) => response.writeHead(500).end('broken')),
  served('closes each connection at once', error('E_NETWORK'), (_, response) => response.destroy()),
  served(
    'sends one to itself for ever',
    error('E_KERNEL', /does not have a Release file/),
    ({ url = '/' }, response) => response.writeHead(302, { Location: url }).end(),
  ),
  served('never answers', error('E_NETWORK'), () => {}, { quick: false }),
  giving('is cut in the middle of a package', error('E_NETWORK', /--kernel FILE/), (content, response) => {
    response.writeHead(200, { 'Content-Length': content.length })
    response.write(content.subarray(0, 500_000), () => response.destroy())
  }),
  giving('is slow', agreed, async (content, response) => {
    response.writeHead(200, { 'Content-Length': content.length })
    const piece = Math.ceil(content.length / 40)
    for (let from = 0; from < content.length; from += piece) {
      response.write(content.subarray(from, from + piece))
      await sleep(200)
    }
    response.end()
  }),
  variable('with a second line that trusts all', 'http://mirror.example/debian\nTrusted: yes'),
  variable('with options of apt in it', '[trusted=yes] http://mirror.example/debian'),
  variable('that runs a program', 'rsh://mirror.example/debian'),
  variable('that is no URL', 'mirror'),
]
