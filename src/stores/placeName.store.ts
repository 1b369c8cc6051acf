import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What the open record is called, for the breadcrumb and the window's title. */
export const usePlaceNameStore = defineStore('placeName', () => {
  const name = ref<string>()
  return { name }
})
