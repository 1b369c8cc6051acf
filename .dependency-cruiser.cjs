/** Layer rules; each name is the sentence a reviewer would say. */
const module_ = '^electron/modules/([^/]+)/'
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('everything-resolves', { path: '^(electron|src|tests|bench)/' }, { couldNotResolve: true }),
    rule(
      'contract-is-a-leaf',
      { path: '^electron/shared/' },
      { pathNot: ['^electron/shared/', 'node_modules/(zod|@orpc/contract)/'] },
    ),
    rule('rules-are-pure', { path: '[.]rules[.]ts$' }, { pathNot: ['^electron/shared/', '[.]rules[.]ts$'] }),
    rule(
      'enter-a-module-by-its-index',
      { path: module_ },
      {
        path: '^electron/modules/',
        pathNot: ['^electron/modules/$1/', '^electron/modules/[^/]+/index[.]ts$'],
      },
    ),
    rule(
      'outsiders-enter-a-module-by-its-index',
      { path: '^electron/', pathNot: '^electron/modules/' },
      { path: '^electron/modules/', pathNot: '^electron/modules/[^/]+/index[.]ts$' },
    ),
    rule(
      'sql-lives-in-repositories',
      {
        path: '^electron/',
        pathNot: [
          '^electron/db/',
          '^electron/(context|host)[.]ts$',
          '^electron/wiring/',
          '[.]repository[.]ts$',
        ],
      },
      { path: 'node_modules/(@types/)?better-sqlite3/' },
    ),
    rule(
      'use-cases-know-no-transport',
      {
        path: '^electron/',
        pathNot: [
          '^electron/(rpc|platform|shared)/',
          '[.]router[.]ts$',
          '^electron/(context|host|main|service|cli|backupWorker)[.]ts$',
          '^electron/wiring/',
        ],
      },
      { path: ['^electron/rpc/', 'node_modules/@orpc/'] },
    ),
    rule(
      'electron-lives-in-platform',
      { path: '^electron/', pathNot: '^electron/(platform/|main[.]ts|preload[.]ts)' },
      { path: ['node_modules/electron/', '^electron/platform/'] },
    ),
    rule(
      'renderer-sees-only-the-contract',
      { path: '^src/' },
      {
        path: ['^electron/', 'node_modules/(electron|better-sqlite3|@orpc/server)/'],
        pathNot: '^electron/shared/',
      },
    ),
    rule('domain-does-not-see-the-renderer', { path: '^electron/' }, { path: '^src/' }),
    rule(
      'enter-a-screen-module-by-its-index',
      { path: '^src/modules/([^/]+)/' },
      { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index[.]ts$'] },
    ),
    rule('components-do-not-call-the-domain', { path: '[.]vue$' }, { path: '^src/rpc/' }),
    rule('product-code-does-not-see-tests', { path: '^(electron|src)/' }, { path: '^(tests|bench)/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'require'] },
  },
}
