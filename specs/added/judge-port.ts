import { quietPort } from '../model/audit.js'
import type { ClauseId } from '../model/clauses.js'
import { blockerOf, denier, type HookVerdict } from '../model/hook.js'
import type { Layer, PortKey } from '../model/state.js'

/** A port on which a right is asked for, the clause if it is denied, and the further fields of its record. */
type PortAccess = {
  readonly access: number
  readonly port: PortKey
  readonly clause: ClauseId
  readonly about: readonly string[]
}

/** Whether an added right on a port is denied: each layer that handles it has to grant it there, and the youngest that does not is blamed. */
export const judgePort = (
  layers: readonly Layer[],
  { access, port, clause, about }: PortAccess,
): HookVerdict => {
  const layer = denier(layers, access, port)
  if (layer === undefined) return null
  const quiet = quietPort(layer, access, port)
  return { errno: 'EACCES', clause, denial: { layer, blocker: blockerOf(access), quiet, about } }
}
