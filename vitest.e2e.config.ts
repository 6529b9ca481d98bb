import { defineConfig } from 'vitest/config';

// Journeys in a real browser against the built page. One at a time: they share two cores with the browser.
export default defineConfig({
  test: { include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false, maxWorkers: 1 },
});
