import type { z } from 'zod'
import type { bomTemplatesContract } from '../../shared/contract/bomTemplates'
import type { Unit } from '../../shared/contract/catalog'
import type { CatalogReader } from '../catalog/index'
import type { DrawNumber } from '../numbers/index'
import type { SettingsRepository } from '../settings/index'
import type { BomRepository } from './bom.repository'
import type { StructureSources } from './structure.source'

/** What lists of parts ask of the catalog. */
export interface BomCatalog extends Pick<CatalogReader, 'item' | 'unitDecimalsFailure'> {
  /** Throws NOT_FOUND. */
  unit(unitId: string): Unit
  unitByCode(code: string): Unit | undefined
}

export interface TemplateDeps {
  readonly repository: BomRepository
  readonly catalog: BomCatalog
  readonly sources: StructureSources
  readonly settings: Pick<SettingsRepository, 'value'>
  readonly drawNumber: DrawNumber
}

export type TemplateInput<Name extends keyof typeof bomTemplatesContract> = z.output<
  NonNullable<(typeof bomTemplatesContract)[Name]['~orpc']['inputSchema']>
>
