export { default as ChangePasswordDialog } from './ChangePasswordDialog.vue'
export { default as ChangePinDialog } from './ChangePinDialog.vue'
export { default as PasswordField } from './PasswordField.vue'
