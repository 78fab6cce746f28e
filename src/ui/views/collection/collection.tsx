import { useSettings } from '../../location.ts';
import { Choices } from '../../parts/fields.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { CaveatText, Warnings } from '../../parts/warnings.tsx';
import { useAnswer } from '../../source/use-answer.ts';
import { Comparison } from './comparison.tsx';
import { PredictionDetails } from './details.tsx';
import { predictionsIn } from './prediction.ts';

/** Rows of each list: what goes may be hundreds of thousands. */
const ROWS = 50;

/** What the registry's own collection would do, by either family, with and without --delete-untagged. */
export function Collection() {
  const { get, set } = useSettings();
  const shown = get('show', '2.7-2.8');
  const plain = useAnswer('gc', { limit: ROWS });
  const untagged = useAnswer('gc', { limit: ROWS, 'delete-untagged': true });
  const isWithUntagged = get('untagged', 'no') === 'yes';
  return (
    <>
      <PageTitle title="Collection">
        What the registry’s own garbage-collect would do, while the registry is stopped or read-only.
      </PageTitle>
      <Answer asking={plain}>
        {(first) => (
          <Answer asking={untagged}>
            {(second) => {
              const all = [...predictionsIn(first), ...predictionsIn(second)];
              const one =
                all.find((each) => each.family === shown && each.deleteUntagged === isWithUntagged) ?? all[0];
              const graves = all.flatMap(({ warnings }) =>
                warnings.filter(({ code }) => code !== 'links-not-read'),
              );
              const unique = [...new Map(graves.map((each) => [each.message, each])).values()];
              return (
                <>
                  <Warnings>
                    {unique.map((warning) => (
                      <CaveatText key={warning.message} caveat={warning} />
                    ))}
                  </Warnings>
                  <Panel title="Side by side" isDated>
                    <Comparison predictions={all} />
                  </Panel>
                  <div class="toolbar">
                    <Choices
                      label="Details of registry"
                      value={one?.family ?? '2.7-2.8'}
                      choices={[
                        ['2.7-2.8', '2.7 – 2.8'],
                        ['3.x', '3.x'],
                      ]}
                      onChange={(family) => set({ show: family === '2.7-2.8' ? undefined : family })}
                    />
                    <Choices
                      label="With --delete-untagged"
                      value={isWithUntagged ? 'yes' : 'no'}
                      choices={[
                        ['no', 'without'],
                        ['yes', 'with'],
                      ]}
                      onChange={(each) => set({ untagged: each === 'yes' ? 'yes' : undefined })}
                    />
                  </div>
                  {one !== undefined && <PredictionDetails prediction={one} />}
                </>
              );
            }}
          </Answer>
        )}
      </Answer>
    </>
  );
}
