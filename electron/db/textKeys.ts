export { foldText } from '../shared/contract/fold'
