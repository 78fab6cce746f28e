import { useContext } from 'preact/hooks';
import { CommandLine } from '../../parts/command-line.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { Options } from '../../source/source.ts';
import { SourceContext } from '../../source/use-answer.ts';
import { commandLine } from './command-line.ts';
import type { OnePlan } from './one-plan.ts';

/** The forms in which a plan's calls can be had. */
const FORMS = [
  ['sh', 'shell script', 'with curl, looks before each call and can be undone'],
  ['crane', 'crane calls', 'one command a line'],
  ['ndjson', 'NDJSON', 'one call a line, for programs'],
] as const;

/** The command that says the same, and the calls to download. */
export function NextSteps({ plan, options }: { plan: OnePlan; options: Options }) {
  const source = useContext(SourceContext)?.source;
  const { images, loneTags } = plan.summary;
  const goes = images + loneTags > 0;
  return (
    <Panel title="To do it">
      <CommandLine line={commandLine('plan', options)} />
      {goes && (
        <ul class="downloads" aria-label="Download the calls">
          {FORMS.map(([emit, name, what]) => {
            const href = source?.address('plan/script', { ...options, emit });
            return href === undefined ? null : (
              <li key={emit}>
                <a class="button" href={href} download>
                  {name}
                </a>
                <span class="dim">{what}</span>
              </li>
            );
          })}
        </ul>
      )}
      <p class="dim">
        {goes
          ? 'Nothing was deleted. The calls delete manifests and tags; the space becomes free with the registry’s own garbage-collect after them.'
          : 'Nothing goes, so there are no calls.'}
      </p>
    </Panel>
  );
}
