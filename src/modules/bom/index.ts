export { default as AttachBomButton } from './AttachBomButton.vue'
export { default as ItemBomTab } from './ItemBomTab.vue'
export { default as ObjectBoms } from './ObjectBoms.vue'
export { default as OpenBomButton } from './OpenBomButton.vue'
