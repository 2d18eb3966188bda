import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ownConfig } from '../../generator/kernel/apt-config.js'
import { exec } from '../../generator/shared/exec.js'

t.test('of the machine apt only how a mirror is reached is taken over', async t => {
  const folder = t.testdir()
  const theirs = join(folder, 'theirs.conf')
  writeFileSync(
    theirs,
    `Acquire::http::Proxy "http://proxy.example:3128/";
Acquire::https::Proxy::mirror.example "DIRECT";
Acquire::https::CAInfo "/etc/ssl/own.pem";
Acquire::ForceIPv4 "true";
Acquire::AllowInsecureRepositories "true";
Acquire::https::Verify-Peer "false";
Dir::Bin::Methods "/nowhere";
APT::Update::Pre-Invoke:: "touch /nowhere";
`,
  )
  process.env.APT_CONFIG = theirs
  const text = await ownConfig('amd64')
  t.match(text, /Acquire::http::Proxy "http:\/\/proxy\.example:3128\/";\n/)
  t.match(text, /Acquire::https::Proxy::mirror\.example "DIRECT";\n/)
  t.match(text, /Acquire::https::CAInfo "\/etc\/ssl\/own\.pem";\n/)
  t.match(text, /Acquire::ForceIPv4 "true";\n/)
  t.notMatch(text, /Insecure|Verify|Methods|Invoke/)
  const ours = join(folder, 'ours.conf')
  writeFileSync(ours, text)
  const { stdout } = await exec('apt-config', ['dump'], { env: { APT_CONFIG: ours } })
  t.match(stdout, 'Acquire::http::Proxy "http://proxy.example:3128/";')
  t.notMatch(stdout, /Repositories "(1|true)|Verify-Peer|nowhere|Pre-Invoke/)
})
