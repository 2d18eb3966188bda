import { type SilenceId, silences } from '../../specs/model/silences.js'

/** Why the model says nothing, in a sentence with its source. */
export const silenceText = (id: SilenceId): string => `${silences[id].says} (${id}: ${silences[id].cite})`
