import { expect, it } from 'vitest';
import { buildStep } from '../../src/registry/manifest/build-step.ts';

it.each([
  [
    '/bin/sh -c #(nop) COPY file:0123456789abcdef0123456789abcdef in /app ',
    '/bin/sh -c #(nop) COPY file:… in /app',
  ],
  ['RUN |2 A=1 B=x y /bin/sh -c make # buildkit', 'RUN |… /bin/sh -c make # buildkit'],
  ['|1 A=1 /bin/bash -c make', '|… /bin/bash -c make'],
  ['COPY . /app # buildkit', 'COPY . /app # buildkit'],
  ['RUN make | tee file:log', 'RUN make | tee file:log'],
  ['', ''],
  [`COPY multi:${'0'.repeat(64)} dir:${'f'.repeat(32)} in /`, 'COPY multi:… dir:… in /'],
  [`COPY myfile:${'0'.repeat(32)} in /`, `COPY myfile:${'0'.repeat(32)} in /`],
  [`COPY file:${'0'.repeat(31)} in /`, `COPY file:${'0'.repeat(31)} in /`],
  [`COPY file:${'0'.repeat(65)} in /`, `COPY file:${'0'.repeat(65)} in /`],
  [`COPY file:${'0'.repeat(32)}x in /`, `COPY file:${'0'.repeat(32)}x in /`],
  ['RUN |12 A=1\nB=2 /bin/sh -c make', 'RUN |… /bin/sh -c make'],
  ['RUN |1 A=1 /bin/dash -c make', 'RUN |… /bin/dash -c make'],
  ['RUN |1 A=1 /bin/sh -c x /bin/sh -c y', 'RUN |… /bin/sh -c x /bin/sh -c y'],
  ['RUN |1 A=1 /bin/zsh -c make', 'RUN |1 A=1 /bin/zsh -c make'],
  ['RUN |A=1 /bin/sh -c make', 'RUN |A=1 /bin/sh -c make'],
  ['echo |1 A=1 /bin/sh -c make', 'echo |1 A=1 /bin/sh -c make'],
  ['do RUN |1 A=1 /bin/sh -c make', 'do RUN |1 A=1 /bin/sh -c make'],
])('the line %j is the step %j', (line, step) => expect(buildStep(line)).toBe(step));
