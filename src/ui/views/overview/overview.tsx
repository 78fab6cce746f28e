import { countOf } from '../../../render/format.ts';
import { DiskBar } from '../../parts/disk-bar.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import type { Json } from '../../source/source.ts';
import { useAnswer } from '../../source/use-answer.ts';
import { type AskingHistory, useHistory } from '../../source/use-history.ts';
import { Changed } from './changed.tsx';
import { FileSystem } from './file-system.tsx';
import { Freeable } from './freeable.tsx';
import { Growth } from './growth.tsx';
import { Largest } from './largest.tsx';
import { Levers } from './levers.tsx';
import { WhatIsWrong } from './what-is-wrong.tsx';

const ROWS = 10;
const SCANS = 400;

/** What fills the volume, what could go, and what is not as it should be. */
export function Overview() {
  const asking = useAnswer('report', { limit: ROWS });
  const history = useHistory({ limit: SCANS });
  return (
    <>
      <PageTitle title="Overview">{asking.answer === undefined ? ' ' : summaryOf(asking.answer)}</PageTitle>
      <Answer asking={asking}>{(report) => <Report report={report} history={history} />}</Answer>
    </>
  );
}

function summaryOf({ totals, scan }: Json<'report'>): string {
  return [
    countOf(totals.blobs, 'blob'),
    countOf(scan.repositories, 'repository', 'repositories'),
    countOf(scan.tags, 'tag'),
  ].join(' · ');
}

function Report({ report, history }: { report: Json<'report'>; history: AskingHistory }) {
  return (
    <>
      {report.loss !== undefined && <Loss loss={report.loss} />}
      <div class="columns">
        <Panel title="Where the space is" isDated>
          <DiskBar totals={report.totals} />
          <FileSystem asking={history} />
        </Panel>
        <div class="stack">
          <Freeable report={report} />
          <Changed changes={report.changes} />
        </div>
      </div>
      <Levers levers={report.levers} reclaimable={report.reclaimable} isCache={report.isCache} />
      <div class="columns columns-even">
        <WhatIsWrong findings={report.findings} isPartial={report.collectionUnasked === true} />
        <Largest repositories={report.repositories} count={report.scan.repositories} />
      </div>
      <Growth asking={history} />
    </>
  );
}

/** More than half is gone: whoever sees that first looks whether all disks are mounted. */
function Loss({ loss: { blobs, repositories } }: { loss: NonNullable<Json<'report'>['loss']> }) {
  const held = (blobCount: number, repositoryCount: number) =>
    `${countOf(blobCount, 'blob')} in ${countOf(repositoryCount, 'repository', 'repositories')}`;
  return (
    <p class="trouble" role="alert">
      More than half is gone since the scan before: {held(blobs.before, repositories.before)} then,{' '}
      {held(blobs.now, repositories.now)} now. Is every disk of the volume mounted?
    </p>
  );
}
