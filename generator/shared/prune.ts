import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Notes that an entry of the cache was used, and throws away those of its kind that were not used for longest, all but so many. */
export async function keepNewest(kept: string, most: number): Promise<void> {
  await utimes(kept, new Date(), new Date()).catch(() => {})
  const shelf = dirname(kept)
  const names = (await readdir(shelf)).filter(name => !name.startsWith('.') && name !== basename(kept))
  const all = await Promise.all(
    names.map(async name => ({
      path: join(shelf, name),
      at: await stat(join(shelf, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    })),
  )
  const old = all.toSorted((one, other) => other.at - one.at).slice(most - 1)
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })))
}
