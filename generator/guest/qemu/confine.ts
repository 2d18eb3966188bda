import { closeSync, openSync, readSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type Confinement,
  type Descriptor,
  execConfined,
  type Protection,
  protection,
} from '../../shared/confine.js'
import type { ExecOptions, Exit } from '../../shared/exec.js'
import { needProgram } from '../../shared/programs.js'
import { prefixesOf, systemFolders } from '../../shared/toolchain.js'

/** What a guest is started from, and what its QEMU writes to. */
type Needs = {
  readonly image: string
  readonly initrd: string
  readonly accel: 'tcg' | 'kvm'
  readonly folder: string
  readonly descriptors: readonly Descriptor[]
}

const libraries = ['/lib', '/lib64', '/nix/store', '/gnu/store']

/** What a guest says in half a day of programs; one that says more without an end must not fill the disk. */
const mostLogged = 16 * 2 ** 30

/** Runs QEMU in the guest's folder, with a view of nothing but itself and what it boots. Errors: those of `execConfined`. */
export async function execQemu(
  qemu: string,
  args: readonly string[],
  needs: Needs,
  options: ExecOptions,
): Promise<Exit> {
  const { image, initrd, accel, folder, descriptors } = needs
  const { read, execute } = viewOf(qemu)
  const write = accel === 'kvm' ? [folder, '/dev/kvm'] : [folder]
  return execConfined(
    {
      read: [...read, image, initrd].map(path => resolve(path)),
      execute,
      write: write.map(path => resolve(path)),
      descriptors,
      fileBytes: mostLogged,
    },
    qemu,
    args,
    { ...options, cwd: folder },
  )
}

/** What QEMU needs of itself: libraries, and firmware of its installation or of the folder that it was built in. */
function viewOf(qemu: string): Required<Pick<Confinement, 'read' | 'execute'>> {
  const path = needProgram(qemu)
  const prefixes = [...prefixesOf(qemu), '/usr', '/usr/local']
  const beneath = (...names: readonly string[]): readonly string[] =>
    prefixes.flatMap(prefix => names.map(name => join(prefix, name)))
  return {
    read: beneath('share/qemu', 'share/seabios', 'qemu-bundle', 'pc-bios', '../pc-bios'),
    // A script around QEMU starts other programs.
    execute: [
      ...[path, realpathSync(path)],
      ...(isScript(path) ? systemFolders : [...libraries, ...beneath('lib', 'lib64')]),
    ],
  }
}

function isScript(path: string): boolean {
  const start = Buffer.alloc(2)
  try {
    const file = openSync(path, 'r')
    readSync(file, start, 0, start.length, 0)
    closeSync(file)
  } catch {
    // What may be run but not read is none.
  }
  return start.toString() === '#!'
}

/** QEMU's own filter of system calls: no other program, no other privilege, no other priority, nothing that is outdated. */
const sandbox = 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'

/** A QEMU that cannot even tell its version in this time tells its trouble when it boots. */
const askMs = 3_000

const asked = new Map<string, Promise<boolean>>()

/** Whether a QEMU was built with seccomp, which it says of itself when it is asked for it. */
function hasSandbox(qemu: string): Promise<boolean> {
  const known = asked.get(qemu)
  if (known !== undefined) return known
  const answer = asksFor(qemu)
  asked.set(qemu, answer)
  return answer
}

async function asksFor(qemu: string): Promise<boolean> {
  const { read, execute } = viewOf(qemu)
  const args = ['-sandbox', sandbox, '-version']
  const { exitCode, stderr } = await execConfined({ read, execute }, qemu, args, { deadlineMs: askMs })
  return exitCode !== 1 || !/sandbox|seccomp/.test(stderr)
}

/** The options by which QEMU confines itself, none where it was built without. */
export const sandboxArgs = async (qemu: string): Promise<readonly string[]> =>
  (await hasSandbox(qemu)) ? ['-sandbox', sandbox] : []

/** What keeps a guest's QEMU in, in words. */
export async function describeProtection(qemu: string): Promise<string> {
  return `QEMU sandbox: ${protectionText(await hasSandbox(qemu), await protection())}`
}

/** The same of what is there. */
export function protectionText(own: boolean, { landlock, seccomp }: Protection): string {
  const filters = [...(own ? ["QEMU's seccomp filter"] : []), ...(seccomp ? ['no sockets by seccomp'] : [])]
  const has = [...filters, ...(landlock > 0 ? [`Landlock ABI ${landlock}`] : [])]
  const lacks = [
    ...(own ? [] : ['this QEMU was built without seccomp']),
    ...(seccomp ? [] : ['this host has no seccomp filter for its architecture']),
    ...(landlock > 0 ? [] : ['this host has no Landlock']),
  ]
  return [has.join(', ') || 'none', ...lacks].join('; ')
}
