import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type KernelSource, treeOf, treeTerms } from '../../../generator/kernel/lab/source.js'
import { seal } from '../../../generator/shared/manifest.js'

/** A source that takes a moment to build: what make is told and says is as with a kernel's, the image is all objects in a row. */
export const tinySource: KernelSource = {
  suite: 'trixie',
  name: 'linux-source-6.12',
  version: '6.12.117-1',
  bytes: 1,
  sha256: 'a'.repeat(64),
}

const makefile = `
image := $(if $(filter s390,$(ARCH)),arch/s390/boot/bzImage,arch/x86/boot/bzImage)
objects := $(patsubst %.c,%.o,$(sort $(wildcard *.c)))

delay := $(file <delay)

# The third step is only told when the first is done.
c.o: a.o

bzImage: $(image)

$(image): $(objects)
	@mkdir -p $(@D)
	@cat $^ > $@
	@touch vmlinux
	@echo 'ffffffff81000000 T _text' > System.map

%.o: %.c
	@echo "  CC      $@"
	@sleep $(or $(delay),0)
	@$(CC) -c -o $@ $<
	@touch .$@.cmd

allnoconfig:
	@grep -v UNKNOWN $(KCONFIG_ALLCONFIG) > .config
	@mkdir -p include/config
	@echo 6.12.117-lab > include/config/kernel.release
	@echo "ARCH=$(ARCH) CROSS_COMPILE=$(CROSS_COMPILE)" > told
`

export const tinyFiles: Readonly<Record<string, string>> = {
  Makefile: makefile,
  'a.c': 'int a(void)\n{\n\treturn 1;\n}\n',
  'b.c': 'int b(void)\n{\n\treturn 2;\n}\n',
  'c.c': 'int c(void)\n{\n\treturn 3;\n}\n',
}

/** Puts the tiny source into the cache, as if it had been downloaded and unpacked; gives the folder of its tree. */
export async function stockTiny(parts: Parameters<typeof treeOf>[1] = {}): Promise<string> {
  const tree = treeOf(tinySource, parts)
  for (const [file, text] of Object.entries(tinyFiles)) await write(join(tree, 'source', file), text)
  await write(join(tree, 'source.json'), JSON.stringify(tinySource))
  await seal(tree, treeTerms)
  return tree
}

/** From now on every step of a tiny source takes so many seconds. */
export const slowDown = (tree: string, seconds: number): Promise<void> =>
  write(join(tree, 'source/delay'), `${seconds}\n`)

/** A patch that changes one line of a file of the tiny source. */
export const tinyPatch = (file: string, before: string, after: string) => ({
  name: `${before}-to-${after}.patch`,
  text: `--- a/${file}\n+++ b/${file}\n@@ -1,4 +1,4 @@\n int ${file[0]}(void)\n {\n-\treturn ${before};\n+\treturn ${after};\n }\n`,
})

export const timeOf = async (path: string): Promise<number> => (await stat(path)).mtimeMs

export const read = (path: string): Promise<string> => readFile(path, 'utf8')

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
