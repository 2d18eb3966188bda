import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { whyNoProgram } from '../../generator/shared/elf.js'

/** Compiles the smallest program there is, with these options; gives its path. */
function compiled(folder: string, options: readonly string[]): string {
  const path = join(folder, `${options.join('')}.out`)
  writeFileSync(join(folder, 'a.c'), 'int main(void) { return 0; }\n')
  execFileSync('cc', [...options, '-o', path, join(folder, 'a.c')])
  return path
}

function written(folder: string, content: string | Uint8Array, mode = 0o755): string {
  const path = join(folder, 'written')
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

t.test('a static program is one, linked to a place or not, and with or without its sections', t => {
  const folder = t.testdir()
  for (const options of [['-static'], ['-static-pie'], ['-static', '-s']])
    t.equal(whyNoProgram(compiled(folder, options)), undefined, options.join(' '))
  t.end()
})

/** A program of 32 bits for a machine, with nothing in it but one segment, which is loaded. */
function narrow(machine: number): Buffer {
  const file = Buffer.alloc(84)
  file.write('\x7fELF\x01\x01\x01', 'latin1')
  for (const [at, half] of [
    ...[[16, 2] as const, [18, machine] as const],
    ...[[42, 32] as const, [44, 1] as const],
  ])
    file.writeUInt16LE(half, at)
  file.writeUInt32LE(52, 28)
  file.writeUInt32LE(1, 52)
  file.writeUInt32LE(file.length, 52 + 16)
  return file
}

t.test('a program of 32 bits is one for who has these', t => {
  const folder = t.testdir()
  const whyNot = (file: Buffer, arch: 'i386' | 'armhf' | 'amd64') => whyNoProgram(written(folder, file), arch)
  t.equal(whyNot(narrow(3), 'i386'), undefined)
  t.equal(whyNot(narrow(40), 'armhf'), undefined)
  t.match(whyNot(narrow(40), 'i386'), 'another processor')
  t.match(whyNot(narrow(3), 'amd64'), 'not for 64 bits')
  t.match(whyNot(narrow(3).subarray(0, 83), 'i386'), 'cut off')
  t.match(whyNot(narrow(3).subarray(0, 40), 'i386'), 'cut off')
  t.end()
})

t.test('what a compiler that lies may leave is no program, and it is said why', t => {
  const folder = t.testdir()
  const good = compiled(folder, ['-static'])
  const bytes = readFileSync(good)
  const changed = (at: number, byte: number): Buffer => {
    const copy = Buffer.from(bytes)
    copy[at] = byte
    return copy
  }
  t.match(whyNoProgram(join(folder, 'none')), 'ENOENT')
  t.match(whyNoProgram(written(folder, '')), 'empty')
  t.match(whyNoProgram(written(folder, '#!/bin/sh\nexit 0\n')), 'no ELF')
  t.match(whyNoProgram(written(folder, bytes, 0o644)), 'not executable')
  t.match(whyNoProgram(written(folder, bytes.subarray(0, bytes.length - 100))), 'cut off')
  t.match(whyNoProgram(written(folder, bytes.subarray(0, 20))), 'cut off')
  t.match(whyNoProgram(written(folder, changed(4, 1))), '64 bits')
  t.match(whyNoProgram(written(folder, changed(18, 20))), 'another processor')
  t.match(whyNoProgram(written(folder, readFileSync(compiled(folder, ['-c'])))), 'object file')
  t.match(whyNoProgram(compiled(folder, ['-no-pie'])), 'not linked statically')
  mkdirSync(join(folder, 'directory'))
  t.match(whyNoProgram(join(folder, 'directory')), 'not a file')
  symlinkSync(good, join(folder, 'link'))
  t.match(whyNoProgram(join(folder, 'link')), 'ELOOP')
  execFileSync('mkfifo', [join(folder, 'fifo')])
  t.match(whyNoProgram(join(folder, 'fifo')), 'not a file')
  t.end()
})

t.test('whatever bytes a header has, it is read to an answer', t => {
  const folder = t.testdir()
  const good = compiled(folder, ['-static', '-s'])
  const bytes = readFileSync(good)
  const path = join(folder, 'changed')
  copyFileSync(good, path)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.nat(bytes.length),
      (changes, length) => {
        const copy = Buffer.from(bytes.subarray(0, length))
        for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte
        writeFileSync(path, copy)
        const why = whyNoProgram(path)
        return why === undefined ? length > 64 : why.startsWith('it ') || why.startsWith('nothing ')
      },
    ),
    { numRuns: 300 },
  )
  t.end()
})
