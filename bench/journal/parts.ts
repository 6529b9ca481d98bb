// Figures of the journal: command line and page. Those that fill the same vault stand together.

import type { Area } from '../area.ts';
import { measureImport, measureSearch, measureWrite } from './command-line.ts';
import { createBench } from './homes.ts';
import { createPageBench } from './page.ts';

export const journalArea = (): Area => {
  const bench = createBench();
  const page = createPageBench(bench);
  return {
    parts: [
      { gives: ['write-0', 'write-10k', 'write-100k', 'write-flat', 'write-launcher'], measure: () => measureWrite(bench) },
      { gives: ['search-10k', 'search-10k-fts5', 'search-10k-ripgrep'], measure: () => measureSearch(bench, '10k') },
      { gives: ['search-100k', 'search-100k-fts5', 'search-100k-ripgrep'], measure: () => measureSearch(bench, '100k') },
      { gives: ['import-10k'], measure: () => measureImport(bench) },
      { gives: ['page-js', 'page-js-workers'], measure: () => page.firstLoad() },
      { gives: ['page-import-10k'], measure: () => page.bringIn() },
      { gives: ['page-open-10k', 'page-open-10k-first'], measure: () => page.open('10k') },
      { gives: ['page-search-10k'], measure: () => page.search('10k') },
      { gives: ['page-open-100k', 'page-open-100k-first'], measure: () => page.open('100k') },
      { gives: ['page-scroll-100k'], measure: () => page.scroll() },
      { gives: ['page-search-100k'], measure: () => page.search('100k') },
      { gives: ['page-paint'], measure: () => page.paint() },
    ],
    async about(figures) {
      const usesPage = figures.some(({ name, value }) => name.startsWith('page-') && !name.startsWith('page-js') && value !== null);
      return usesPage ? `, Chromium ${await page.version()}` : '';
    },
    async end() {
      await page.end();
      bench.end();
    },
  };
};
