import './exit.js'

// Not before what sets the exit code: whatever of ours cannot be loaded is a failure of ours.
const { programFile } = await import('./program-file.js')
const file = await programFile()
if (file !== undefined) await import(file)
