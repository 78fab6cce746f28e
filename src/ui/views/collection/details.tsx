import { countOf, formatBytes, formatCount } from '../../../render/format.ts';
import { survivorText } from '../../../render/words/survivors.ts';
import { AbortText } from '../../parts/abort-text.tsx';
import { Bytes } from '../../parts/bytes.tsx';
import { CommandLine } from '../../parts/command-line.tsx';
import { DigestLink, ImageLink, RepositoryLink } from '../../parts/links.tsx';
import { More } from '../../parts/more.tsx';
import { Panel } from '../../parts/panel.tsx';
import { type ShortColumn, ShortTable } from '../../parts/short-table.tsx';
import { CaveatText, Warnings } from '../../parts/warnings.tsx';
import { countIn, isKnown, type Prediction } from './prediction.ts';

/** One collection: what ends it, what it breaks, then what goes. */
export function PredictionDetails({ prediction }: { prediction: Prediction }) {
  const { family, deleteUntagged, survivors, warnings, cutOff = {} } = prediction;
  return (
    <>
      <Aborts prediction={prediction} />
      <Broken prediction={prediction} />
      <Panel title={`garbage-collect of registry ${family}`} isDated>
        <Numbers prediction={prediction} />
        <CommandLine
          line={`stowage gc --registry ${family === '3.x' ? '3' : '2.8'}${deleteUntagged ? ' --delete-untagged' : ''}`}
        />
      </Panel>
      {prediction.byRepository.length > 0 && (
        <Panel title="Where it is linked from" aside="a shared blob counts in each">
          <ShortTable
            caption="Where what goes is linked from"
            columns={BY_REPOSITORY}
            rows={prediction.byRepository}
          />
          <More left={cutOff['byRepository']} />
        </Panel>
      )}
      {prediction.manifests.length > 0 && (
        <Panel title="Manifests that go" aside={countOf(countIn(prediction, 'manifests'), 'manifest')}>
          <ShortTable caption="Manifests that go" columns={MANIFESTS} rows={prediction.manifests} />
          <More left={cutOff['manifests']} where="stowage gc --limit 0 names all" />
        </Panel>
      )}
      {survivors.length > 0 && (
        <Panel title="Stays, though one might expect it to go">
          <ul class="reasons">
            {survivors.map((survivor) => (
              <li key={survivor.what}>{survivorText(survivor)}</li>
            ))}
          </ul>
        </Panel>
      )}
      {warnings
        .filter(({ code }) => code === 'links-not-read')
        .map((warning) => (
          <p class="dim" key={warning.code}>
            <CaveatText caveat={warning} />
          </p>
        ))}
    </>
  );
}

function Aborts({ prediction }: { prediction: Prediction }) {
  const { allAborts, deletionAborts, deletesBeforeAbort, cutOff = {} } = prediction;
  if (countIn(prediction, 'allAborts') + countIn(prediction, 'deletionAborts') === 0) return null;
  const end = deletesBeforeAbort ? 'after it has deleted manifests' : 'and delete nothing';
  return (
    <Warnings>
      {allAborts.length > 0 && <strong>It would abort, {end}:</strong>}
      {allAborts.map((abort) => (
        <AbortText key={abort.path} abort={abort} />
      ))}
      <More left={cutOff['allAborts']} />
      {deletionAborts.length > 0 && (
        <strong>
          Once it deletes it would abort on {countOf(countIn(prediction, 'deletionAborts'), 'thing')}:
        </strong>
      )}
      {deletionAborts.map((abort) => (
        <AbortText key={abort.path} abort={abort} />
      ))}
      What follows is what it would do if that were moved away instead of mended.
    </Warnings>
  );
}

/** What it breaks comes before what it frees. */
function Broken({ prediction }: { prediction: Prediction }) {
  const { brokenTags, casualties, losses, cutOff = {} } = prediction;
  const lost = countIn(prediction, 'losses');
  return (
    <>
      {casualties.length > 0 && (
        <Panel title="It breaks images" isDated>
          <p class="bad">
            {countOf(brokenTags, 'tag')} that can be pulled now could not be pulled whole after.
          </p>
          <ShortTable caption="Tags that it breaks" columns={CASUALTIES} rows={casualties} />
          <More left={cutOff['casualties']} where="stowage gc --limit 0 names all" />
        </Panel>
      )}
      {lost > 0 && (
        <Panel title="It deletes what is left of broken tags" isDated>
          <p class="bad">
            {countOf(lost, 'tag')} cannot be pulled whole now: mend {lost === 1 ? 'it' : 'them'} before (
            <a href="#/findings">findings</a> say how).
          </p>
          <ShortTable caption="Broken tags of which it takes what is left" columns={LOSSES} rows={losses} />
          <More left={cutOff['losses']} />
        </Panel>
      )}
      {casualties.length === 0 && (
        <p>
          {isKnown(prediction)
            ? 'It breaks nothing: every tag that can be pulled now can be pulled after.'
            : 'It breaks no tag that was seen; what it breaks of the others is not known.'}
        </p>
      )}
    </>
  );
}

function Numbers({ prediction }: { prediction: Prediction }) {
  const { bytes, marked, young, undetermined } = prediction;
  const blobs = countIn(prediction, 'blobs');
  const sum = `${formatBytes(bytes)} in ${countOf(blobs, 'blob')}`;
  const doubtful = blobs === 0 ? 'undetermined' : `undetermined, up to ${sum}`;
  return (
    <>
      <p class="lead">It frees {undetermined ? doubtful : sum}</p>
      <p class="dim">
        {countOf(countIn(prediction, 'manifests'), 'manifest')} and{' '}
        {countOf(countIn(prediction, 'layerLinks'), 'layer link')} with them; {countOf(marked, 'digest')}{' '}
        marked
      </p>
      {young.blobs > 0 && (
        <p class="warn">
          {countOf(young.blobs, 'blob')} of these, {formatBytes(young.bytes)},{' '}
          {young.blobs === 1 ? 'is' : 'are'} younger than 24 hours: a collection while somebody pushes
          destroys what is pushed.
        </p>
      )}
    </>
  );
}

const BY_REPOSITORY: ReadonlyArray<ShortColumn<Prediction['byRepository'][number]>> = [
  { title: 'repository', value: ({ repository }) => <RepositoryLink name={repository} /> },
  { title: 'bytes', isNumber: true, value: ({ bytes }) => <Bytes of={bytes} /> },
  { title: 'blobs', isNumber: true, value: ({ blobs }) => formatCount(blobs) },
];

const MANIFESTS: ReadonlyArray<ShortColumn<Prediction['manifests'][number]>> = [
  {
    title: 'manifest',
    value: ({ repository, digest }) => <ImageLink repository={repository} digest={digest} />,
  },
];

const CASUALTIES: ReadonlyArray<ShortColumn<Prediction['casualties'][number]>> = [
  { title: 'image', value: (each) => <ImageLink {...each} /> },
  { title: 'would miss', value: ({ missing }) => <Digests of={missing} /> },
];

const LOSSES: ReadonlyArray<ShortColumn<Prediction['losses'][number]>> = [
  { title: 'tag', value: (each) => <ImageLink {...each} /> },
  { title: 'would lose', value: ({ deletes }) => <Digests of={deletes} /> },
];

function Digests({ of }: { of: readonly string[] }) {
  const [first] = of;
  if (first === undefined) return null;
  return (
    <>
      <DigestLink of={first} />
      {of.length > 1 && <span class="dim"> and {countOf(of.length - 1, 'other')}</span>}
    </>
  );
}
