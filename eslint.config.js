import vue from 'eslint-plugin-vue'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

const sqlCall = "CallExpression[callee.property.name=/^(prepare|exec|pragma)$/][callee.object.name='db']"
const clock = [
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.object.name='Math'][callee.property.name='random']",
]
const forbid = (message, ...selectors) => selectors.map((selector) => ({ selector, message }))
const length = { skipBlankLines: true, skipComments: true }
/**
 * A component is type-checked anew with all it imports, about a second each. `npm test` leaves the rules that need types
 * to the compiler there (vue-tsc); `npm run lint` and `npm run soak` ask for them all.
 */
const isQuick = process.env['AFTERCARE_LINT'] === 'quick'
const quickComponents = {
  ...ts.configs.disableTypeChecked,
  files: ['**/*.vue'],
  linterOptions: { reportUnusedDisableDirectives: 'off' },
}

export default defineConfig(
  globalIgnores(['out', 'dist', 'coverage', 'shots', 'test-results', 'playwright-report']),
  ts.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        // main.ts belongs to platform/'s project, which is not the nearest one.
        projectService: {
          allowDefaultProject: ['electron/main.ts'],
          defaultProject: 'electron/platform/tsconfig.json',
        },
        extraFileExtensions: ['.vue'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      // `{ reason: _reason, ...fields }` takes a field away.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingAny: false, allowThrowingUnknown: true },
      ],
      // Texts are taken apart by code points, on purpose.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // There are no classes but errors: factories give objects of closures, which may be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'electron', message: 'Only main, preload and platform.' }] },
      ],
      'max-lines': ['error', { max: 400, ...length }],
    },
  },
  {
    files: ['electron/main.ts', 'electron/preload.ts', 'electron/platform/**', 'tests/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // The kernel maps rows, entries and foreign values to types; each assertion there says its reason.
    files: [
      'electron/{db,rpc}/**',
      'electron/shared/contract/{crud,page,permission,procedure,domainError,index,settings}.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    files: ['electron/modules/**/*.ts'],
    ignores: ['**/*.repository.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...forbid('SQL lives in repositories.', sqlCall),
        ...forbid('Time and chance are passed in.', ...clock),
      ],
    },
  },
  {
    files: ['src/**/*.vue'],
    rules: {
      // Texts stand in the message files, those of components' properties too.
      'vue/no-bare-strings-in-template': [
        'error',
        {
          attributes: {
            '/.+/': [
              ...['title', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'alt'],
              ...['label', 'text', 'subtitle', 'hint', 'placeholder', 'message', 'caption'],
            ],
          },
        },
      ],
      'vue/html-indent': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
      // A list's or form's handle, made by a composable, is passed to the parts that show it.
      'vue/no-mutating-props': ['error', { shallowOnly: true }],
      // Optional props are typed as optional, and their defaults stand in the destructuring.
      'vue/require-default-prop': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off',
      'vue/valid-v-slot': ['error', { allowModifiers: true }],
    },
  },
  {
    files: ['tests/**', 'bench/**'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      'no-console': 'off',
    },
  },
  // Scripts that run before anything is installed or built, and configuration.
  {
    files: ['**/*.{js,mjs,cjs}', '*.config.ts'],
    extends: [ts.configs.disableTypeChecked],
    rules: { 'no-console': 'off' },
  },
  ...(isQuick ? [quickComponents] : []),
)
