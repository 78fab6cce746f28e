import { render } from 'preact';
import type { Kept } from '../answers/page/keep-answers.ts';
import { App } from './app.tsx';
import { keptSource } from './source/kept.ts';
import { liveSource } from './source/live.ts';
import './style/page.css';

const kept = document.getElementById('kept')?.textContent;
const source = kept ? keptSource(JSON.parse(kept) as Kept) : liveSource();
render(<App source={source} />, document.getElementById('page')!);
