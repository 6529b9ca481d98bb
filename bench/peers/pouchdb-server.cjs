// express-pouchdb as its own readme starts it: every database a folder of LevelDB below the working folder, somebody signed in
// by a cookie. Run in bench/.cache/pouchdb: FOLDER PORT.

'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , folder, port] = process.argv;
const load = createRequire(join(process.cwd(), 'package.json'));
const express = load('express');
const PouchDB = load('pouchdb').defaults({ prefix: `${folder}/` });
const app = express();
app.use('/', load('express-pouchdb')(PouchDB, { configPath: join(folder, 'config.json'), logPath: join(folder, 'log.txt') }));
app.listen(Number(port), '127.0.0.1');
