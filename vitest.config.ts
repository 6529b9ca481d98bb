import { defineConfig } from 'vitest/config';

// What a file imports is kept for the next one of the same thread: to load it anew took as long as many tests. So no test leaves
// anything behind in a module.
export default defineConfig({
  test: {
    setupFiles: ['test/seed.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    isolate: false,
  },
});
