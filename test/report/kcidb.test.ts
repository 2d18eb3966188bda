import t from 'tap'
import { exec } from '../../generator/shared/exec.js'
import { at, golden } from './golden.js'

/** As whoever submits to KernelCI checks it; a text that is wrong has to be refused. */
const check = `
import json, sys
from kcidb_io.schema.v05_03 import Version
for path in sys.argv[1:]:
    report = json.load(open(path))
    Version.validate(report)
    report["tests"][0]["status"] = "GOOD"
    assert not Version.is_valid(report)
    print(path, len(report["tests"]))
`

const python = await exec('python3', ['-c', 'import kcidb_io'])
const skip = python.exitCode === 0 ? false : 'no kcidb-io here'

t.test("KernelCI's own kcidb-io takes every report", { skip }, async t => {
  const files = golden.map(({ file }) => at(file('kcidb')))
  const { stdout, stderr, exitCode } = await exec('python3', ['-c', check, ...files])
  t.equal(exitCode, 0, stderr)
  t.equal(stdout.trimEnd().split('\n').length, files.length)
})
