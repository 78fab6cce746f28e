import * as fs from 'node:fs';
import { makeDemonstration } from './demonstration.ts';
import { MAN_PAGE, manPage } from './man-page.ts';
import { OPENAPI, openApi } from './openapi.ts';
import { generatedPages } from './pages.ts';
import { refresh } from './refresh.ts';

// Makes anew what is generated in README.md, ARCHITECTURE.md and docs/, the manual and the description of the API: `npm run docs`.
const demonstration = makeDemonstration();
for (const { file, text } of generatedPages()) fs.writeFileSync(file, refresh(text, demonstration));
demonstration.remove();
fs.mkdirSync('man', { recursive: true });
fs.writeFileSync(MAN_PAGE, await manPage());
fs.writeFileSync(OPENAPI, `${JSON.stringify(openApi(), null, 1)}\n`);
