import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import { type Exit, exec } from '../../shared/exec.js'

/** A repository of ours: what git writes goes there, whatever it reads. */
export type Repository = { readonly gitDir: string; readonly source: string }

/** What is asked of git beside its arguments: the folder of files and the index, if other than our own, and what it reads. */
export type Asked = {
  readonly files?: string
  readonly index?: string
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
}

/** No setting of a user's or a system's, no hook and no program of a tree has a part in what we do; the same gives the same commits. */
const settings = [
  'safe.directory=*',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.autocrlf=false',
  'core.quotePath=false',
  'gc.auto=0',
  'commit.gpgSign=false',
].flatMap(setting => ['-c', setting])

const environment = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_COMMITTER_NAME: 'landlockstep',
  GIT_COMMITTER_EMAIL: 'landlockstep@localhost',
  GIT_COMMITTER_DATE: '1970-01-01T00:00:00Z',
}

/** Runs git(1) in a repository of ours. A failure is a value. */
export const tryGit = (
  { gitDir, source }: Repository,
  args: readonly string[],
  { files = source, index = join(gitDir, 'index'), input, env = {} }: Asked = {},
): Promise<Exit> =>
  exec('git', [...settings, `--git-dir=${gitDir}`, `--work-tree=${files}`, ...args], {
    cwd: files,
    env: { ...environment, GIT_INDEX_FILE: index, ...env },
    ...(input === undefined ? {} : { input }),
  })

/** Runs git(1) in a repository of ours, and returns what it says. Error: E_GIT. */
export async function git(repository: Repository, args: readonly string[], asked?: Asked): Promise<string> {
  const { exitCode, stdout, stderr } = await tryGit(repository, args, asked)
  if (exitCode === 0) return stdout
  throw new ToolError('E_GIT', `git ${args[0]} failed in ${asked?.files ?? repository.source}; see below.`, {
    output: `${stderr}${stdout}`.slice(-4_000),
  })
}

/** Asks the repository that a folder is in, and changes nothing there. Undefined where git has no answer. */
export async function askTree(path: string, args: readonly string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await exec('git', [...settings, '-C', path, ...args], { env: environment })
  return exitCode === 0 ? stdout.trim() : undefined
}
