export { type AccelChoice, chooseAccel } from './qemu/accel.js'
export { type Boot, boot, type Guest } from './qemu/boot.js'
export { describeProtection } from './qemu/confine.js'
export { saveState } from './qemu/monitor.js'
