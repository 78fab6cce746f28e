import { address } from '../address.ts';
import { usePath } from '../location.ts';

/** Where one can go from everywhere; views of one thing are reached from these. */
const PLACES: ReadonlyArray<readonly [title: string, href: string]> = [
  ['Overview', address.overview()],
  ['Map', address.map()],
  ['Repositories', address.repositories()],
  ['Unreferenced', address.orphans()],
  ['Findings', address.findings()],
  ['Collection', address.collection()],
  ['Plan', address.plan()],
];

/** The page's parts. */
export function Navigation() {
  const [path] = usePath();
  const isHere = (href: string) =>
    `#${path}` === href || (href !== '#/' && `#${path}`.startsWith(`${href}/`));
  return (
    <nav class="places" aria-label="Parts of this page">
      <ul>
        {PLACES.map(([title, href]) => (
          <li key={href}>
            <a href={href} {...(isHere(href) && { 'aria-current': 'page' as const })}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
