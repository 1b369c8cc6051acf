import { useI18n } from 'vue-i18n'
import { modName } from '@/composables/keys'
import { useActions } from '@/composables/useActions'
import type { PaletteAction } from '@/stores/actions.store'
import type { BoardPage } from './useBoardPage'

/** What the board can do, in the command palette. */
export function useBoardActions(
  page: BoardPage,
  { move, nextPane }: { readonly move: () => unknown; readonly nextPane: () => unknown },
): void {
  const { t } = useI18n()
  const { store } = page
  const forbidden = () => (page.canPlan ? undefined : t('error.FORBIDDEN'))

  useActions((): PaletteAction[] => {
    const none = page.subjectId === undefined ? t('dispatch.board.chooseFirst') : undefined
    return [
      { key: 'dispatch.today', title: t('dispatch.board.today'), keys: 'T', run: () => page.today() },
      { key: 'dispatch.zoom', title: t('dispatch.board.zoom'), keys: 'Z', run: () => store.view.nextZoom() },
      { key: 'dispatch.backlog', title: t('dispatch.backlog.title'), keys: 'F6', run: nextPane },
      {
        key: 'dispatch.conflicts',
        title: t('dispatch.conflicts.next'),
        keys: 'J',
        run: () => page.nextConflict(),
      },
      {
        ...{ key: 'dispatch.info', title: t('dispatch.info.title'), keys: 'I', why: none },
        run: () => page.show('info'),
      },
      {
        ...{
          key: 'dispatch.suggest',
          title: t('dispatch.board.suggest'),
          keys: 'A',
          why: forbidden() ?? none,
        },
        run: () => page.show('suggest'),
      },
      {
        ...{ key: 'dispatch.move', title: t('dispatch.move.title'), why: forbidden() ?? none },
        run: move,
      },
      {
        ...{ key: 'dispatch.undo', title: t('dispatch.board.undo'), keys: `${modName}+Z`, why: forbidden() },
        run: () => store.undo.undo(),
      },
    ]
  })
}
