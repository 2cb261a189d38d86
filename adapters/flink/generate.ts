/** Writes what is generated from the data of this adapter. Run from the top folder: `npm run generate`. */
import { writeFileSync } from 'node:fs';
import { renderFlinkTests } from './render-flink-tests.js';

writeFileSync('docs/flink-tests.md', renderFlinkTests());
