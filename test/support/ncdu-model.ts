/** A file or directory of ncdu's format, https://dev.yorhel.nl/ncdu/jsonfmt. */
interface NcduInfo {
  name: string;
  asize?: number;
  dsize?: number;
  ino?: number;
  nlink?: number;
  hlnkc?: boolean;
}
type NcduEntry = NcduInfo | [NcduInfo, ...NcduEntry[]];

/** A directory as ncdu adds it up. */
export interface NcduDirectory {
  name: string;
  directories: Map<string, NcduDirectory>;
  files: NcduInfo[];
  /** Of all that is in it, each file once, whatever its names. */
  bytes: number;
  /** Of these, files all of whose names are in it: what ncdu 2 shows as unique. */
  uniqueBytes: number;
}

/** Reads what ncdu would read, and adds up as it does: slowly and obviously. */
export function readNcdu(text: string): NcduDirectory {
  const [major, minor, , top] = JSON.parse(text) as [number, number, object, NcduEntry];
  if (major !== 1 || minor !== 2 || !Array.isArray(top)) throw new Error('This is no file of ncdu.');
  return directoryOf(top);
}

function directoryOf([{ name }, ...entries]: [NcduInfo, ...NcduEntry[]]): NcduDirectory {
  if (name === '') throw new Error('ncdu refuses a directory without a name.');
  const directories = entries.filter(Array.isArray).map((entry) => directoryOf(entry as [NcduInfo]));
  const files = entries.filter((entry): entry is NcduInfo => !Array.isArray(entry));
  const all = [...files, ...directories.flatMap(filesBelow)];
  const once = new Map(all.map((file, at) => [file.hlnkc ? `ino ${file.ino}` : `at ${at}`, file]));
  const namesIn = ({ ino }: NcduInfo) => all.filter((file) => file.hlnkc && file.ino === ino).length;
  const isWhole = (file: NcduInfo) => !file.hlnkc || file.nlink === namesIn(file);
  if (new Set(directories.map((each) => each.name)).size < directories.length)
    throw new Error(`Two directories in ${name} have the same name.`);
  return {
    name,
    directories: new Map(directories.map((each) => [each.name, each])),
    files,
    bytes: sum([...once.values()]),
    uniqueBytes: sum([...once.values()].filter(isWhole)),
  };
}

function filesBelow({ files, directories }: NcduDirectory): NcduInfo[] {
  return [...files, ...[...directories.values()].flatMap(filesBelow)];
}

function sum(files: readonly NcduInfo[]): number {
  for (const { name, asize, dsize } of files)
    if (name === '' || asize !== dsize || !Number.isSafeInteger(asize))
      throw new Error(`ncdu refuses ${name}.`);
  return files.reduce((total, { asize }) => total + (asize as number), 0);
}

/** The directory with the entries of a repository, which is one of its own where others are below it. */
export function repositoryIn(top: NcduDirectory, name: string): NcduDirectory | undefined {
  const found = name
    .split('/')
    .reduce<NcduDirectory | undefined>((place, part) => place?.directories.get(part), top);
  return found?.directories.get('(this repository)') ?? found;
}
