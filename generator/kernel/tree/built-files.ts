/** What a build leaves anywhere in a tree; a source has no such files. */
const anywhere = ['*.o', '*.a', '*.ko', '*.cmd', '*.mod', '*.d', 'modules.order', '.config*', '.tmp_*']

/** What it leaves at the top, or in folders of its own: below, files of the source are called so, such as arch/x86/kernel/vmlinux.lds.S. */
const atTop = [
  'vmlinux*',
  'modules.*',
  'System.map',
  'include/generated/**',
  'include/config/**',
  'arch/*/include/generated/**',
  '.git/**',
]

/** Path specifications of git that leave out what was built, where git itself does not tell that from the source. */
export const notBuilt: readonly string[] = [...anywhere.map(name => `**/${name}`), ...atTop].map(
  pattern => `:(exclude,glob)${pattern}`,
)
