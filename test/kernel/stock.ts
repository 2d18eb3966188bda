import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../generator/shared/cache.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { seal } from '../../generator/shared/manifest.js'
import { fakeImage } from './image.js'

/** Puts a kernel into the cache as a download would; gives its folder. */
export async function stock(suite: string, release: string, version: string): Promise<string> {
  const folder = join(cacheFolder(), 'kernels', `${release}-${suite}`)
  const image = fakeImage(release)
  await mkdir(join(folder, 'modules'), { recursive: true })
  await writeFile(join(folder, 'vmlinuz'), image)
  await writeFile(join(folder, 'modules', '00-sctp.ko'), '')
  const entry = {
    suite,
    release,
    version,
    origin: `Debian ${suite}, version ${version}`,
    sha256: sha256(image),
    modules: ['00-sctp.ko'],
    config: null,
  }
  await writeFile(join(folder, 'kernel.json'), JSON.stringify(entry))
  await seal(folder)
  return folder
}
