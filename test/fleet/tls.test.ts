import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { exec } from '../../generator/shared/exec.js'
import { endAll, TestFleet } from './fleet.js'

t.teardown(endAll)

t.test('nothing but loopback is listened on without TLS', async t => {
  const serving = new TestFleet().start('serve', '--with-redis', '--listen', '0.0.0.0:0')
  t.equal(await serving.ended, 2)
  t.match(serving.said(), /E_USAGE: Whoever can reach 0\.0\.0\.0 could read the password: give --tls/)
})

t.test('with a certificate, both serve and Redis speak TLS, and a run by the fleet is a run', async t => {
  const folder = join(new TestFleet().state, 'certs')
  mkdirSync(folder)
  const [key, certificate] = ['key.pem', 'cert.pem'].map(name => join(folder, name))
  const made = await exec('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
    ...['-keyout', `${key}`, '-out', `${certificate}`],
  ])
  t.equal(made.exitCode, 0, made.stderr)
  const fleet = new TestFleet('--tls', folder)
  fleet.environment = { NODE_EXTRA_CA_CERTS: `${certificate}` }
  const serving = fleet.start('serve', '--with-redis', '--listen', '127.0.0.1:0', '--tls', folder)
  await fleet.written()
  t.match(fleet.url().protocol, 'https:')
  await t.rejects(fetch(`http://${fleet.url().host}/fleet`), 'it speaks nothing else')
  const stranger = new TestFleet().start('worker', '--fleet', fleet.urlFile)
  const worker = fleet.worker()
  const run = fleet.run('--quiet')
  t.equal(await run.ended, 0, `${run.said()} ${serving.said()} ${worker.said()}`)
  t.notMatch(stranger.said(), /jobs at a time/, 'who does not know the certificate is not sure of it')
})
