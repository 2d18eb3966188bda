/** The live page of a fleet: it has no data of its own, and writes what comes as text. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Landlockstep: fleet</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse }
th, td { text-align: left; padding: .15rem 1.5rem .15rem 0 }
td { font-variant-numeric: tabular-nums }
</style>
<main>
<h1>Fleet</h1>
<p id="state" role="status">Waiting for the fleet.</p>
<table><tbody id="rows"></tbody></table>
<h2>Workers</h2>
<ul id="workers"></ul>
</main>
<script>
const at = id => document.getElementById(id)
const item = (tag, text) => Object.assign(document.createElement(tag), { textContent: text })
const seen = []
const row = (name, value) => {
  const line = document.createElement('tr')
  line.append(Object.assign(item('th', name), { scope: 'row' }), item('td', value))
  return line
}
const events = new EventSource('events')
events.onmessage = ({ data }) => {
  const view = JSON.parse(data)
  seen.push([Date.now(), view.taken])
  while (seen.length > 1 && seen[0][0] < Date.now() - 60000) seen.shift()
  const minutes = (Date.now() - seen[0][0]) / 60000
  const pace = minutes > 0 ? ((view.taken - seen[0][1]) / minutes).toFixed(1) : '0'
  at('state').textContent = 'As of ' + new Date().toLocaleTimeString()
  at('rows').replaceChildren(
    row('run', view.jobs.active), row('wait', view.jobs.waiting + view.jobs.delayed), row('set aside', view.jobs.failed),
    row('results a minute', pace), row('results kept', view.results), row('done twice', view.repeated), row('open orders', view.orders))
  at('workers').replaceChildren(...view.workers.map(name => item('li', name)))
}
events.onerror = () => { at('state').textContent = 'The fleet does not answer.' }
</script>
</html>
`
