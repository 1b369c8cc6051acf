export { default as AcPalette } from './AcPalette.vue'
