// What only a release has. Signing keys come from electron-builder's own environment names: CSC_LINK, CSC_KEY_PASSWORD,
// WIN_CSC_LINK, WIN_CSC_KEY_PASSWORD, APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER.
const {
  AFTERCARE_UPDATE_URL: url,
  AFTERCARE_UPDATE_CHANNEL: channel = 'latest',
  AFTERCARE_SIGN: sign,
} = process.env

module.exports = {
  extends: './electron-builder.yml',
  // AFTERCARE_SIGN=1: an unsigned result fails the build.
  forceCodeSigning: sign === '1',
  // The binary runs our archive only: not as Node, not under a debugger, not with code from outside.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  publish: url ? { provider: 'generic', url, channel } : null,
}
