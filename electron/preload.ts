import { contextBridge, ipcRenderer } from 'electron'

// A MessagePort cannot cross contextBridge: it is handed over with window.postMessage instead.
ipcRenderer.on('service-port', (event, role: string) => {
  window.postMessage({ aftercare: 'port', role }, location.origin, [...event.ports])
})
ipcRenderer.on('service-gone', (_event, role: string) => {
  window.postMessage({ aftercare: 'gone', role }, location.origin)
})
contextBridge.exposeInMainWorld('aftercare', {
  shell: 'electron',
  connect: () => ipcRenderer.send('service-connect'),
})
