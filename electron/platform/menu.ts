import { Menu, type MenuItemConstructorOptions } from 'electron'

type Role = NonNullable<MenuItemConstructorOptions['role']>
type Texts = Readonly<Partial<Record<Role | 'file' | 'edit' | 'view', string>>>

const english: Texts = { file: '&File', edit: '&Edit', view: '&View', window: '&Window' }
const german: Texts = {
  file: '&Datei',
  edit: '&Bearbeiten',
  view: '&Ansicht',
  window: '&Fenster',
  close: 'Fenster schließen',
  quit: 'Beenden',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  selectAll: 'Alles auswählen',
  resetZoom: 'Originalgröße',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  togglefullscreen: 'Vollbild',
  minimize: 'Minimieren',
}

/** The menu of the finished program: no reload and no developer tools, whose keys would lose what is being typed. */
export function menuTemplate(locale: string, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const texts = locale.startsWith('de') ? german : english
  const item = (role: Role): MenuItemConstructorOptions => {
    const label = texts[role]
    return label === undefined ? { role } : { role, label }
  }
  const menu = (
    label: string | undefined,
    items: MenuItemConstructorOptions[],
  ): MenuItemConstructorOptions => ({
    label: label ?? '',
    submenu: items,
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const isMac = platform === 'darwin'
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    menu(texts.file, [item(isMac ? 'close' : 'quit')]),
    menu(texts.edit, [
      item('undo'),
      item('redo'),
      separator,
      item('cut'),
      item('copy'),
      item('paste'),
      item('selectAll'),
    ]),
    menu(texts.view, [
      item('resetZoom'),
      item('zoomIn'),
      item('zoomOut'),
      separator,
      item('togglefullscreen'),
    ]),
    menu(texts.window, [item('minimize'), item('close')]),
  ]
}

export function setMenu(locale: string): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(locale, process.platform)))
}
