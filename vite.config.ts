// How the page is built. Nothing is inlined as data: (the content-security policy of the host would refuse it),
// workers are modules (they import on demand), and the two fonts of the first screen are asked for at once.

import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Asks for the two Latin faces before the style sheet is read: text then appears once, in its own type. */
const fontsFirst = (): Plugin => ({
  name: 'kith-fonts-first',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /(?:literata|atkinson-hyperlegible-next)-latin-wght-normal.*\.woff2$/.test(file))
        .map((file) => ({ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true }, injectTo: 'head' })),
  },
});

export default defineConfig({
  root: here('./src/web'),
  publicDir: here('./src/web/public'),
  cacheDir: here('./node_modules/.vite'),
  appType: 'spa',
  plugins: [react(), babel({ presets: [reactCompilerPreset()] }), fontsFirst()],
  worker: { format: 'es' },
  server: { port: 4601, strictPort: true },
  build: {
    outDir: here('./dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
});
