export { type AccelChoice, chooseAccel } from './qemu/accel.js'
export { type Boot, boot, type Guest } from './qemu/boot.js'
export { saveState } from './qemu/monitor.js'
