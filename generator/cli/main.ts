import './exit.js'

// Not before what sets the exit code: whatever of ours cannot be loaded is a failure of ours.
await import('./program.js')
