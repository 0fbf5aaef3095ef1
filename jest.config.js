/** One project a level of test; `npm test` runs them in this order (bin/test.ts). */
const common = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[cm]?[tj]s$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // These publish ES modules alone, which Jest's own loader can't require.
  transformIgnorePatterns: [
    '/node_modules/(?!(@prisma/schema-engine-wasm|jose|openid-client|oauth4webapi|oauth2-mock-server|is-plain-obj|uuid|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|isbot)/)',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.data/'],
};
const project = (name, extra = {}) => ({
  ...common,
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  ...extra,
});
const withDatabase = {
  globalSetup: '<rootDir>/tests/setup/database-start.ts',
  globalTeardown: '<rootDir>/tests/setup/database-stop.ts',
};
module.exports = {
  projects: [
    project('unit'),
    project('workflow'),
    project('replay'),
    project('integration', withDatabase),
    project('faults', withDatabase),
    project('fuzz', withDatabase),
  ],
};
