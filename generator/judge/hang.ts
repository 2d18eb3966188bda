/** Whether something was waited for in vain, by our clock or by the kernel's. */
export const isHang = (observed: string): boolean =>
  /^STUCK$|^hang\b|\(hang\)$|\bblocked for more than\b|\bsoft lockup\b|\bstall/.test(observed)
