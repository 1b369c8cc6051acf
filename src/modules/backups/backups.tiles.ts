import type { HomeTile } from '@/router/tiles'
import { client } from '@/rpc/client'

export const tiles: readonly HomeTile[] = [
  {
    key: 'lastBackup',
    titleKey: 'backups.tile',
    permission: 'backups.run',
    order: 90,
    kind: 'age',
    to: { name: 'backups' },
    count: async () => (await client.backups.listBackups({})).lastProvenAt ?? 0,
    entities: ['job'],
  },
]
