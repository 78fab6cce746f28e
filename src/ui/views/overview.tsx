import { countOf } from '../../render/format.ts';
import { DiskBar } from '../parts/disk-bar.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Panel } from '../parts/panel.tsx';
import { Answer } from '../parts/states.tsx';
import { useAnswer } from '../source/use-answer.ts';

/** What fills the volume, and what could go. */
export function Overview() {
  return (
    <Answer asking={useAnswer('report', { limit: 10 })}>{(report) => <Report report={report} />}</Answer>
  );
}

function Report({ report: { totals, scan } }: { report: import('../source/source.ts').Json<'report'> }) {
  const parts = [
    countOf(totals.blobs, 'blob'),
    countOf(scan.repositories, 'repository', 'repositories'),
    countOf(scan.tags, 'tag'),
  ];
  return (
    <>
      <PageTitle title="Overview">{parts.join(' · ')}</PageTitle>
      <Panel title="Where the space is">
        <DiskBar totals={totals} />
      </Panel>
    </>
  );
}
