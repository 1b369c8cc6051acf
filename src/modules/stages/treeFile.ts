import { ImportedStage, type StageNode } from '@contract/stages'
import { z } from 'zod'

const TreeFile = z.object({ stages: z.array(ImportedStage).min(1).max(1000) })

/** Hands the tree to the browser as a file; what belongs to this store alone stays out. */
export function saveTree(stages: readonly StageNode[], fileName: string): void {
  const text = JSON.stringify({ stages: stages.map((stage) => ImportedStage.parse(stage)) }, undefined, 2)
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

/** The stages of a file that saveTree made; undefined when it is another one. */
export async function readTree(file: File): Promise<ImportedStage[] | undefined> {
  try {
    const held: unknown = JSON.parse(await file.text())
    return TreeFile.safeParse(held).data?.stages
  } catch {
    return undefined // not JSON at all
  }
}
