export { escapeText, isHarmless } from '../escape.ts';
