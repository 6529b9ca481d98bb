// fill FILE SOURCE: reads every Markdown file of a folder, or every line of a text file, into an FTS5 table on the disk.
// search FILE MATCH: the twenty best, each with a stretch of its text.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';

const [what, file, given] = process.argv.slice(2);
const db = new DatabaseSync(file);
if (what === 'fill') {
  db.exec('pragma journal_mode = wal; pragma synchronous = full; create virtual table entry using fts5(text); begin');
  const insert = db.prepare('insert into entry (text) values (?)');
  if (statSync(given).isDirectory()) for (const name of readdirSync(given)) insert.run(readFileSync(join(given, name), 'utf8'));
  else for (const line of readFileSync(given, 'utf8').split('\n')) if (line !== '') insert.run(line);
  db.exec('commit');
} else {
  for (const row of db.prepare("select rowid, snippet(entry, 0, '[', ']', '…', 16) as stretch from entry where entry match ? order by rank limit 20").all(given))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
db.close();
