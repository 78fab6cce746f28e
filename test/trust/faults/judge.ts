import type { Told } from './told.ts';

/**
 * What is wrong with what was told of a volume whose disk failed, beside what is told of it on a healthy one. Either all
 * of it is right, or it says that it is not and names a path; nothing that is used is called free or planned to go.
 */
export function judge(healthy: Told, faulty: Told): string[] {
  const wrongs = [
    ...surplus('called unreferenced', healthy.orphans, faulty.orphans),
    ...Object.keys(faulty.collected).flatMap((kind) =>
      surplus(`collected by ${kind}`, healthy.collected[kind], faulty.collected[kind]),
    ),
    ...Object.keys(faulty.planned).flatMap((rule) =>
      surplus(`planned by ${rule}`, healthy.planned[rule], faulty.planned[rule]),
    ),
  ];
  if (!faulty.complete) return [...wrongs, ...unnamed(healthy, faulty)];
  if (leadsElsewhere(healthy, faulty)) return wrongs;
  for (const what of ['problems', 'sums', 'orphans', 'collected', 'planned'] as const) {
    const [told, expected] = [JSON.stringify(faulty[what]), JSON.stringify(healthy[what])];
    if (told !== expected) wrongs.push(`complete, and other ${what}: ${told} instead of ${expected}`);
  }
  return wrongs;
}

/**
 * True where a symlink is told to lead nowhere that does not on a healthy disk. A disk that denies what is behind it, again
 * and again, cannot be told from one that is not mounted: that is named, and what it hides must not be called free.
 */
function leadsElsewhere(healthy: Told, faulty: Told): boolean {
  const known = new Set(healthy.problems);
  return faulty.problems.some((each) => !known.has(each) && /^(?:symlink-|blob-not-a-file )/.test(each));
}

/** What is certain on the failing disk and is not so on the healthy one. */
function surplus(what: string, healthy: readonly string[] = [], faulty: readonly string[] = []): string[] {
  const known = new Set(healthy);
  return faulty.filter((each) => !known.has(each)).map((each) => `${what}: ${each}`);
}

function unnamed(healthy: Told, faulty: Told): string[] {
  const known = new Set(healthy.problems);
  const named = faulty.problems.filter((each) => !known.has(each) && each.startsWith('unreadable '));
  return named.length > 0 ? [] : ['incomplete, and no path is named'];
}
