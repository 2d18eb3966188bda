import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { exec } from '../../../generator/shared/exec.js'
import { tinyFiles } from '../lab/tiny.js'

/** The files of a tree that takes a moment to build, and has all that a tree of Linux must have. */
export const treeFiles: Readonly<Record<string, string>> = {
  ...tinyFiles,
  Makefile: `VERSION = 7\nPATCHLEVEL = 3\n${tinyFiles.Makefile}`,
  Kconfig: 'mainmenu "Linux"\n',
  'kernel/fork.c': 'int fork;\n',
  'security/landlock/net.c': 'int hook_socket_bind(void)\n{\n\treturn 0;\n}\n',
  'security/landlock/syscalls.c': 'const int landlock_abi_version = 11;\n',
  '.gitignore': '*.o\n.*\n!.gitignore\n',
}

/** Writes files into a folder. */
export async function put(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

const author = {
  GIT_AUTHOR_NAME: 'Dev',
  GIT_AUTHOR_EMAIL: 'dev@example.org',
  GIT_COMMITTER_NAME: 'Dev',
  GIT_COMMITTER_EMAIL: 'dev@example.org',
}

/** Runs git(1) in a user's tree. */
export async function gitIn(folder: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await exec('git', ['-C', folder, ...args], { env: author })
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}

/** A repository with the files of a tree as its first commit. */
export async function stockTree(folder: string): Promise<string> {
  await put(folder, treeFiles)
  await gitIn(folder, 'init', '-q', '-b', 'master')
  await commitAll(folder, 'Linux 7.3')
  return folder
}

/** Commits all files as they are; returns the commit. */
export async function commitAll(folder: string, subject: string): Promise<string> {
  await gitIn(folder, 'add', '-A')
  await gitIn(folder, 'commit', '-qm', subject)
  return gitIn(folder, 'rev-parse', 'HEAD')
}

/**
 * Everything of a tree that somebody could have written to: its files with their times, its index, its refs and worktrees. Of git's objects the times are
 * left out: git renews that of an object that it has written already, wherever it lies (object-file.c: freshen_file()).
 */
export async function traceOf(folder: string): Promise<string> {
  const { stdout } = await exec('find', [
    folder,
    '-not',
    '-path',
    '*/.git/index',
    '-printf',
    '%p %s %T@ %m\\n',
  ])
  const lines = stdout
    .split('\n')
    .map(line => (/\.git\/objects/.test(line) ? line.replace(/ [\d.]+ (?=\d+$)/, ' ') : line))
  return lines.sort().join('\n')
}
