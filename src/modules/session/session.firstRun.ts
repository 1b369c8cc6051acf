import { Language, SetUpInput } from '@contract/session'
import { z } from 'zod'
import { client } from '@/rpc/client'

/** The office code that its town proposes: the first three letters, A to Z (R01-31). */
export function proposeCode(town: string): string {
  return town
    .normalize('NFD')
    .replace(/[øØ]/g, 'o')
    .replace(/[æÆ]/g, 'a')
    .replace(/ß/g, 's')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
    .slice(0, 3)
}

/** The fields of the own company, flat as the form shows them. */
export const OwnCompany = z.object({
  companyName: SetUpInput.shape.company.shape.name,
  country: SetUpInput.shape.company.shape.country,
  currency: SetUpInput.shape.company.shape.currency,
  officeName: SetUpInput.shape.office.shape.name,
  code: SetUpInput.shape.office.shape.code,
  zone: SetUpInput.shape.office.shape.zone,
  displayName: SetUpInput.shape.user.shape.displayName,
  login: SetUpInput.shape.user.shape.login,
  password: z.string().min(10).max(200),
})
export type OwnCompany = z.infer<typeof OwnCompany>

/** Starts loading the demo company in the language (R01-23). */
export async function loadDemo(language: string): Promise<void> {
  await client.backups.loadDemo({ language: Language.catch('en').parse(language) })
}
