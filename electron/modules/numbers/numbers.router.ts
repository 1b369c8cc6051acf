import { inOffices } from '../../db/inOffices'
import { implementer } from '../../rpc/implementer'
import { seriesFor } from './access'
import { listNumbers } from './listNumbers'
import type { NumbersDeps } from './numbers.deps'
import { reserveBlock } from './reserveBlock'
import { createSeries, deleteSeries, replaceSeries, seriesOf, updateSeries } from './saveSeries'
import { setNumberingDevice } from './setNumberingDevice'
import { voidNumber } from './voidNumber'

const { numbers } = implementer

export function createNumbersRouter(deps: NumbersDeps) {
  const repository = deps.numbers
  return numbers.router({
    listSeries: numbers.listSeries.handler(({ context, input }) =>
      repository.seriesList.page(input, inOffices('t.office_id', context.caller)),
    ),
    getSeries: numbers.getSeries.handler(({ context, input }) => {
      seriesFor(deps, context.caller, 'numbers.read', input.seriesId)
      return seriesOf(repository, input.seriesId)
    }),
    createSeries: numbers.createSeries.handler(({ context, input }) =>
      context.write('numbers.createSeries', input, (act) => createSeries(deps, act, input)),
    ),
    updateSeries: numbers.updateSeries.handler(({ context, input }) =>
      context.write('numbers.updateSeries', input, (act) => updateSeries(deps, act, input)),
    ),
    deleteSeries: numbers.deleteSeries.handler(({ context, input }) =>
      context.write('numbers.deleteSeries', input, (act) => deleteSeries(deps, act, input)),
    ),
    replaceSeries: numbers.replaceSeries.handler(({ context, input }) =>
      context.write('numbers.replaceSeries', input, (act) => replaceSeries(deps, act, input)),
    ),
    setNumberingDevice: numbers.setNumberingDevice.handler(({ context, input }) =>
      context.write('numbers.setNumberingDevice', input, (act) => setNumberingDevice(deps, act, input)),
    ),
    reserveBlock: numbers.reserveBlock.handler(({ context, input }) =>
      context.write('numbers.reserveBlock', input, (act) => reserveBlock(deps, act, input)),
    ),
    voidNumber: numbers.voidNumber.handler(({ context, input }) =>
      context.write('numbers.voidNumber', input, (act) => voidNumber(deps, act, input)),
    ),
    listNumbers: numbers.listNumbers.handler(({ context, input }) => {
      seriesFor(deps, context.caller, 'numbers.read', input.seriesId)
      return listNumbers(deps, input)
    }),
  })
}
