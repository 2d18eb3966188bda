import type { Place } from '../../places.js'
import type { RowOfGroup } from '../../row.js'
import { smallRun } from '../../run.js'
import { error } from '../shared.js'

const names: Readonly<Record<Place, string>> = {
  out: 'out/',
  cache: 'the cache',
  tmp: 'what is temporary',
}

const readOnly = (place: Place): RowOfGroup => ({
  fault: `${place === 'out' ? 'out/' : place === 'cache' ? 'the cache' : 'the folder for temporary files'} is read-only`,
  setting: { readOnly: [place] },
  expected: error('E_DISK'),
  quick: true,
  inject: world => smallRun(world, 'native'),
})

/** A disk with so much room; a cache has nothing in it then. */
const full = (place: Place, size: string): RowOfGroup => ({
  fault: `the disk that holds ${names[place]} is full after ${size.replace('k', ' KiB')}`,
  setting: { sizes: { [place]: size }, ...(place === 'cache' ? { cold: ['*'] } : {}) },
  expected: error('E_DISK'),
  quick: true,
  inject: world => smallRun(world, 'native'),
})

/** Disks that take nothing, or no more. */
export const disks: readonly RowOfGroup[] = [
  readOnly('out'),
  readOnly('cache'),
  readOnly('tmp'),
  full('out', '16k'),
  full('out', '64k'),
  full('out', '400k'),
  full('cache', '64k'),
  full('cache', '1024k'),
  full('cache', '2048k'),
  full('cache', '5600k'),
  full('tmp', '16k'),
  full('tmp', '64k'),
  full('tmp', '400k'),
  full('tmp', '1024k'),
]
