import { defineConfig } from 'vitest/config';

// Journeys in a real browser against the built page: one browser and one host for all files, three files at a
// time: a journey waits for its pages half of the time.
export default defineConfig({
  test: { include: ['test/e2e/**/*.test.ts'], globalSetup: ['test/e2e/setup.ts'], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 3, isolate: false },
});
