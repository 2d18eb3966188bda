/** Runs in the browser: what it shows comes from the JSON of the page, and always as text. */
const byId = id => document.getElementById(id)
const { entries, kernels, laws } = JSON.parse(byId('data').textContent)
const onPage = 100
const view = { text: '', status: '', kernel: '', law: '', page: 0 }

const haystacks = entries.map(([name, law, kernel, status, reason]) =>
  [name, laws[law], kernels[kernel], status, reason].join('\n').toLowerCase(),
)

function chosen() {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(
    ([, law, kernel, status], index) =>
      (view.status === '' || status === view.status) &&
      (view.kernel === '' || kernels[kernel] === view.kernel) &&
      (view.law === '' || laws[law] === view.law) &&
      words.every(word => haystacks[index].includes(word)),
  )
}

function cell(text, kind) {
  const td = document.createElement('td')
  td.textContent = text
  if (kind !== undefined) td.className = kind
  return td
}

function row([name, law, kernel, status, reason, anchor]) {
  const tr = document.createElement('tr')
  const first = cell(anchor === '' ? name : '')
  if (anchor !== '') {
    const link = document.createElement('a')
    link.href = `#${anchor}`
    link.textContent = name
    first.append(link)
  }
  tr.append(first, cell(laws[law]), cell(kernels[kernel]), cell(status, status), cell(reason))
  return tr
}

function show() {
  const all = chosen()
  const pages = Math.max(1, Math.ceil(all.length / onPage))
  view.page = Math.min(Math.max(0, view.page), pages - 1)
  const from = view.page * onPage
  byId('entries').tBodies[0].replaceChildren(...all.slice(from, from + onPage).map(row))
  byId('count').textContent =
    `${all.length} of ${entries.length}${view.law === '' ? '' : `, law ${view.law}`}`
  byId('page').textContent = `page ${view.page + 1} of ${pages}`
  byId('before').disabled = view.page === 0
  byId('after').disabled = view.page === pages - 1
}

function set(change) {
  Object.assign(view, { page: 0 }, change)
  byId('search').value = view.text
  byId('status').value = view.status
  byId('kernel').value = view.kernel
  show()
}

function filterLaws() {
  const text = byId('law-filter').value.toLowerCase()
  const isWrongOnly = byId('law-wrong').checked
  let count = 0
  for (const tr of byId('laws').tBodies[0].rows) {
    const isShown = tr.dataset.law.toLowerCase().includes(text) && !(isWrongOnly && tr.dataset.fine === 'yes')
    tr.hidden = !isShown
    if (isShown) count += 1
  }
  byId('law-count').textContent = `${count} laws`
}

function openNamed() {
  const named = byId(decodeURIComponent(location.hash.slice(1)))
  if (named?.tagName !== 'DETAILS') return
  named.open = true
  named.querySelector('summary').focus({ preventScroll: true })
  named.scrollIntoView()
}

async function copy(button) {
  const text = button.dataset.copy
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
  } catch {
    // A page from a file may not be allowed to: the command is marked, to be copied by hand.
    getSelection().selectAllChildren(button.previousElementSibling)
    button.textContent = 'Marked'
  }
}

byId('search').addEventListener('input', event => set({ text: event.target.value }))
byId('status').addEventListener('change', event => set({ status: event.target.value }))
byId('kernel').addEventListener('change', event => set({ kernel: event.target.value }))
byId('all').addEventListener('click', () => set({ text: '', status: '', kernel: '', law: '' }))
for (const [id, step] of [
  ['before', -1],
  ['after', 1],
])
  byId(id).addEventListener('click', () => set({ page: view.page + step }))
byId('law-filter').addEventListener('input', filterLaws)
byId('law-wrong').addEventListener('change', filterLaws)
document.addEventListener('click', ({ target }) => {
  const button = target.closest('button')
  if (button?.dataset.copy !== undefined) copy(button)
  else if (button?.dataset.law !== undefined) {
    set({ text: '', status: '', kernel: button.dataset.kernel, law: button.dataset.law })
    byId('programs').scrollIntoView()
    byId('search').focus({ preventScroll: true })
  }
})
addEventListener('hashchange', openNamed)
addEventListener('beforeprint', () => {
  for (const one of document.querySelectorAll('#found details')) one.open = true
})
filterLaws()
show()
openNamed()
