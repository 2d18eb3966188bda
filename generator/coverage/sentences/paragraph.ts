/** A paragraph of a document in plain words, and the section that it stands in. */
export type Paragraph = { readonly section: string; readonly text: string }
