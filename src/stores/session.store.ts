import { ORPCError } from '@orpc/client'
import type { OfficeId } from '@contract/id'
import type { Permission, Reach } from '@contract/permission'
import type { Session, SetUpInput, SignedIn, SignInInput, Start } from '@contract/session'
import { defineStore } from 'pinia'
import { computed, nextTick, ref, shallowRef, watch } from 'vue'
import { setLanguage } from '@/plugins/i18n'
import { followChanges, forgetStore, stopFollowing } from '@/rpc/changes'
import { client, onSignInRequired } from '@/rpc/client'
import { isLost } from '@/rpc/connect'
import { TimeoutError } from '@/rpc/line'
import { dropToken, keepToken, readToken } from '@/rpc/token'

/** `starting` until the domain has answered; `locked` keeps the screens and what is typed in them. */
export type Phase = 'starting' | 'firstRun' | 'signIn' | 'changePassword' | 'ready'

/** Who is signed in, and what this window may do. */
export const useSessionStore = defineStore('session', () => {
  const phase = ref<Phase>('starting')
  const isLocked = ref(false)
  const session = shallowRef<Session>()
  const start = shallowRef<Start>()
  /** Counts the stores that came in the place of another, such as a restored one: screens begin anew with each. */
  const storeCount = ref(0)
  /** The line has been down since this window last knew that its session goes on. */
  let wasLost = false

  const user = computed(() => session.value?.user)
  const language = computed(() => user.value?.language ?? start.value?.language ?? 'en')

  /** How far the right reaches; undefined where it is not held. */
  function reach(permission: Permission | undefined): Reach | undefined {
    return permission === undefined ? 'all' : session.value?.permissions[permission]
  }
  function can(permission: Permission | undefined): boolean {
    return reach(permission) !== undefined
  }

  async function begin(): Promise<void> {
    start.value = await client.session.getStart()
    setLanguage(start.value.language)
    if (readToken() === undefined) phase.value = start.value.state
    else await open()
  }

  /** Takes over the session of the kept token; without one that still counts, asks to sign in. */
  async function open(isSigningIn = false): Promise<void> {
    try {
      const opened = await client.session.getSession()
      if (isSigningIn && wasLost) beginAnew()
      wasLost = false
      session.value = opened
      setLanguage(localStorage.getItem(languageKey(opened.user.id)) ?? opened.user.language)
      isLocked.value = false
      phase.value = opened.user.mustChangePassword ? 'changePassword' : 'ready'
      if (phase.value === 'ready') followChanges()
    } catch (error) {
      if (!(error instanceof ORPCError && error.status === 401)) throw error
      dropToken()
      phase.value = start.value?.state ?? 'signIn'
    }
  }

  async function take({ token }: SignedIn): Promise<void> {
    keepToken(token)
    await open(true)
  }

  /** Whoever signs in after a break may do so at another store: nothing of the one before is shown any more. */
  function beginAnew(): void {
    storeCount.value++
    void nextTick(forgetStore)
  }

  const isReady = () => phase.value === 'ready'

  /** The service is back. When it no longer knows the session, its store is another, and everybody signs in (R01-22). */
  async function lookAgain(): Promise<void> {
    if (!isReady() || isLocked.value || !wasLost) return
    await client.session.getSession()
    // Another call may have met the other store meanwhile: whoever signs in there begins anew.
    if (isReady()) wasLost = false
  }

  async function signIn(input: SignInInput): Promise<void> {
    await take(await client.session.signIn(input))
  }

  async function signInPin(input: { login: string; pin: string; officeId?: OfficeId }): Promise<void> {
    await take(await client.session.signInPin(input))
  }

  async function setUp(input: SetUpInput): Promise<void> {
    const signedIn = await client.session.setUp(input)
    start.value = await client.session.getStart()
    await take(signedIn)
  }

  /** Waits until the demo company has brought its users, then asks to sign in as one of them (R01-32). */
  async function waitForDemo(): Promise<void> {
    for (let tries = 0; start.value?.state === 'firstRun'; tries++) {
      if (tries > 240) throw new TimeoutError('the demo company has not come')
      await new Promise((resolve) => setTimeout(resolve, 500))
      start.value = await client.session.getStart()
    }
    phase.value = 'signIn'
  }

  async function changePassword(input: { password: string; newPassword: string }): Promise<void> {
    await client.session.changePassword(input)
    if (phase.value === 'changePassword') await open()
  }

  async function changePin(input: { password: string; pin: string }): Promise<void> {
    await client.session.changePin(input)
  }

  /** Shows the texts in another language; this machine keeps it for the user. */
  function chooseLanguage(next: string): void {
    setLanguage(next)
    if (user.value) localStorage.setItem(languageKey(user.value.id), next)
  }

  async function setOffice(officeId: OfficeId): Promise<void> {
    session.value = await client.session.setOffice({ officeId })
  }

  /** Ends the session; drafts stay in this window. */
  async function signOut(): Promise<void> {
    stopFollowing()
    await client.session.signOut().catch(ignoreSignedOut)
    leave()
    start.value = await client.session.getStart()
  }

  /** Hides the screens until the password is given again; what is typed stays (R01-02). */
  async function lock(): Promise<void> {
    if (phase.value !== 'ready' || isLocked.value) return
    isLocked.value = true
    stopFollowing()
    await client.session.lock().catch(ignoreSignedOut)
  }

  function leave(): void {
    dropToken()
    stopFollowing()
    session.value = undefined
    isLocked.value = false
    phase.value = 'signIn'
  }

  /** Takes the note away that tells what became of a damaged store. */
  async function closeStoreNotice(): Promise<void> {
    await client.backups.closeStoreNotice({})
    start.value = await client.session.getStart()
  }

  async function leaveStore(): Promise<void> {
    leave()
    start.value = await client.session.getStart()
    phase.value = start.value.state
  }

  onSignInRequired(() => {
    if (phase.value !== 'ready') return
    if (wasLost && !isLocked.value)
      void leaveStore().catch(() => undefined) // the sign-in page stands already
    else isLocked.value = true
  })
  watch(isLost, (isDown) => {
    if (isDown) wasLost = true
    else void lookAgain().catch(() => undefined) // a refusal is heard above, a new break comes again
  })

  return {
    phase, isLocked, session, start, user, language, storeCount,
    reach, can, begin, signIn, signInPin, setUp, waitForDemo, changePassword, changePin, chooseLanguage, setOffice, signOut, lock, leave,
    closeStoreNotice,
  } // prettier-ignore
})

const languageKey = (userId: string) => `aftercare.language.${userId}`

function ignoreSignedOut(error: unknown): void {
  if (!(error instanceof ORPCError && error.status === 401)) throw error
}
