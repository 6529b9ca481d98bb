// Frameworks as CASE files in the page; what reads and writes them is fetched when a file is first read or saved.

import type { CaseVersion, ReadCase } from '#formats/case.ts';
import type { Framework } from '#rooms/skills/model.ts';

export type { ReadCase } from '#formats/case.ts';

export const readCaseFile = async (file: File): Promise<ReadCase> => {
  const { MOST_CASE_BYTES, readCase } = await import('#formats/case.ts');
  return readCase(new Uint8Array(await file.slice(0, MOST_CASE_BYTES + 1).arrayBuffer()), file.name);
};

export const saveCaseFile = async (framework: Framework, version: CaseVersion): Promise<void> => {
  const { frameworkToCase } = await import('#formats/case.ts');
  const address = URL.createObjectURL(new Blob([frameworkToCase(framework, new Date().toISOString(), version)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${
    framework.title
      .replace(/[\p{Cc}"*/:<>?\\|]/gu, ' ')
      .trim()
      .slice(0, 60) || 'framework'
  }.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
