import './rpc/boardToken'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { z } from 'zod'
import App from './App.vue'
import { focus } from './plugins/focus'
import { i18n } from './plugins/i18n'
import { vuetify } from './plugins/vuetify'
import { router } from './router'
import { connect } from './rpc/connect'
import './styles/bom.css'
import './styles/lines.css'
import './styles/main.css'

z.config({ jitless: true }) // the content security policy forbids eval

connect()
createApp(App).use(createPinia()).use(i18n).use(vuetify).use(router).directive('focus', focus).mount('#app')
