import { shallowRef } from 'vue'

/** A save that takes longer than this waits for somebody else's. */
const noticeMs = 400

/** How many saves of this window wait; one writer serves all windows, one act after the other. */
export const waitingSaves = shallowRef(0)

/** Counts the save as waiting from the moment on when it should have been done. */
export async function noticeWait<Result>(save: Promise<Result>): Promise<Result> {
  const wait = { isNoticed: false }
  const timer = setTimeout(() => {
    wait.isNoticed = true
    waitingSaves.value++
  }, noticeMs)
  try {
    return await save
  } finally {
    clearTimeout(timer)
    if (wait.isNoticed) waitingSaves.value--
  }
}
