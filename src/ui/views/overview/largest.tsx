import { formatCount } from '../../../render/format.ts';
import { address } from '../../address.ts';
import { Bytes } from '../../parts/bytes.tsx';
import { Name } from '../../parts/name.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Share } from '../../parts/share.tsx';
import type { Json } from '../../source/source.ts';

/** The repositories that take most. */
export function Largest({
  repositories,
  count,
}: {
  repositories: Json<'report'>['repositories'];
  count: number;
}) {
  const most = Math.max(1, ...repositories.map(({ bytes }) => bytes));
  return (
    <Panel title="Largest repositories" aside={<a href={address.repositories()}>all {formatCount(count)}</a>}>
      <table>
        <thead>
          <tr>
            <th scope="col">repository</th>
            <th scope="col" class="number">
              bytes
            </th>
            <th scope="col" class="number">
              only here
            </th>
            <th scope="col" class="wide">
              tagged and untagged
            </th>
          </tr>
        </thead>
        <tbody>
          {repositories.map((repository) => (
            <tr key={repository.nameBase64 ?? repository.name}>
              <th scope="row">
                <a href={address.repository(repository.name)}>
                  <Name of={repository.name} />
                </a>
              </th>
              <td class="number">
                <Bytes of={repository.bytes} />
              </td>
              <td class="number">
                <Bytes of={repository.uniqueBytes} />
              </td>
              <td class="wide">
                <Share of={repository} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
