#!/usr/bin/env node
// The `kith` command, through the same launcher as everything else.

'use strict';
require('./launch.cjs').main(['kith', ...process.argv.slice(2)]);
