import { defineConfig } from 'vitest/config';

// The long journey of five people at two nodes, apart from those that every `npm test` makes: `npm run five`.
export default defineConfig({
  test: { include: ['test/e2e/five.journey.ts'], globalSetup: ['test/e2e/setup.ts'], testTimeout: 240_000, hookTimeout: 120_000 },
});
