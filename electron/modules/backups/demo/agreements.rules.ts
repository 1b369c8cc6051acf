/** A site of a customer that agreements are made for. */
export interface AgreementPlace {
  readonly customerId: string
  readonly siteId: string
}
/** A model of which customers have pieces that are serviced. */
export interface ServicedModel {
  readonly itemId: string
  readonly name: string
}

/** A piece at a site and how often it is serviced. */
export interface PlannedPiece extends ServicedModel {
  readonly serialNumber: string
  /** Days after the agreement's start. */
  readonly startAfter: number
  readonly minutes: number
}
export interface PlannedAgreement extends AgreementPlace {
  readonly description: string
  readonly pieces: readonly PlannedPiece[]
}

const piecesEach = 4
const weekDays = 7
const minutes = [30, 45, 60, 90]

/**
 * Agreements for sites, round after round, until so many pieces are serviced: the same places, models and count give the
 * same agreements. The pieces of an agreement are of different models and begin on different days of the week.
 */
export function planAgreements(
  places: readonly AgreementPlace[],
  models: readonly ServicedModel[],
  count: number,
): PlannedAgreement[] {
  const planned: PlannedAgreement[] = []
  for (let made = 0; made < count; made += piecesEach) {
    const place = places[planned.length % places.length]
    if (!place) return planned
    const round = Math.floor(planned.length / places.length) + 1
    const pieces = Array.from({ length: Math.min(piecesEach, count - made) }, (_, index) =>
      pieceOf(models, made + index),
    ).filter((piece) => piece !== undefined)
    planned.push({ ...place, description: `Bicycle care ${String(round)}`, pieces })
  }
  return planned
}

function pieceOf(models: readonly ServicedModel[], index: number): PlannedPiece | undefined {
  const model = models[index % models.length]
  return (
    model && {
      ...model,
      serialNumber: `AC-${String(index + 1).padStart(6, '0')}`,
      startAfter: index % weekDays,
      minutes: minutes[index % minutes.length] ?? 30,
    }
  )
}
