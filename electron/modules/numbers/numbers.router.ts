import { inOffices } from '../../db/inOffices'
import { implementer } from '../../rpc/implementer'
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
    getSeries: numbers.getSeries.handler(({ input }) => seriesOf(repository, input.seriesId)),
    createSeries: numbers.createSeries.handler(({ context, input }) =>
      context.write('numbers.createSeries', input, () => createSeries(deps, input)),
    ),
    updateSeries: numbers.updateSeries.handler(({ context, input }) =>
      context.write('numbers.updateSeries', input, () => updateSeries(deps, input)),
    ),
    deleteSeries: numbers.deleteSeries.handler(({ context, input }) =>
      context.write('numbers.deleteSeries', input, () => deleteSeries(deps, input)),
    ),
    replaceSeries: numbers.replaceSeries.handler(({ context, input }) =>
      context.write('numbers.replaceSeries', input, () => replaceSeries(deps, input)),
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
    listNumbers: numbers.listNumbers.handler(({ input }) => listNumbers(deps, input)),
  })
}
