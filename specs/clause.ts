/** What a clause claims, in words, and where that stands: kernel sources as of 7.3 unless a version is named. */
export type Clause = { readonly says: string; readonly cite: string }
