/** What tells a time in a report, in its order: each is replaced by its name. */
const times: readonly (readonly [RegExp, string])[] = [
  // A run's folder, and when it was judged, as they stand in names, in JSON and in text.
  [/\d{8}-\d{6}[\w.-]*/g, 'RUN'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'WHEN'],
  // What took how long: JSON, JUnit, CTRF, text and the page.
  [/"seconds": \{[^}]*\}/g, '"seconds": {}'],
  [/\btime="[\d.]+"/g, 'time=""'],
  [/"(start|stop|duration)": [\d.]+/g, '"$1": 0'],
  [/^ {2}seconds .*$/gm, '  seconds'],
  [/<figure\b.*?<\/figure>/gs, '<figure></figure>'],
  // What a guest says of its own time and how often, where its files were, and the hashes of what has that in it.
  [/^\[ *\d+\.\d{6}\]/gm, '[TIME]'],
  [/^# clock \d+\n/gm, ''],
  [/^ {2}# time \d+ us\n/gm, ''],
  [/("ms": |duration_ms: |took )[\d.]+/g, '$1TIME'],
  [/"(channel\.log|console\.log|qemu\.txt|manifest|result)": "[0-9a-f]{64}"/g, '"$1": "HASH"'],
  [/\/\S*\/landlockstep-[^/\s]*\//g, 'FOLDER/'],
]

/** A report, a log or a record with every time in it replaced, so that two of them can be compared byte by byte. */
export const withoutTimes = (text: string): string =>
  times.reduce((left, [time, name]) => left.replaceAll(time, name), text)
