const VALUES = ['registry', 'errors'];

/** A room of src: what it may import, and why no more. */
interface Room {
  readonly imports: readonly string[];
  readonly why: string;
}

/** The rooms of src by name, each below those that may import it. */
export const ROOMS: Readonly<Record<string, Room>> = {
  registry: {
    imports: [],
    why: 'It says what bytes mean, and can be read and tested without a disk or a database.',
  },
  errors: { imports: [], why: 'Everyone may throw them, so they may need no one.' },
  duration: {
    imports: ['errors'],
    why: 'Options and policies write time spans alike, and neither may know the other.',
  },
  'safe-json': { imports: [], why: 'Answers and exports write JSON alike, and neither may know the other.' },
  escape: { imports: [], why: 'Whatever reaches a terminal passes through it, be it printed or exported.' },
  version: { imports: [], why: 'It is asked for before anything else is loaded.' },
  graph: { imports: [], why: 'It counts on whole numbers, and does not care what they stand for.' },
  facts: {
    imports: ['registry'],
    why: 'It is the language between a source and the inventory, which may not know each other.',
  },
  volume: {
    imports: [...VALUES, 'facts'],
    why: 'It is the one door to the disk, for whoever reads a volume: what is read for is not its affair.',
  },
  scan: {
    imports: [...VALUES, 'facts', 'volume'],
    why: 'It reads the volume and yields facts: what becomes of them is not its affair, so it runs in threads without SQL.',
  },
  inventory: {
    imports: [...VALUES, 'facts', 'graph'],
    why: 'It keeps facts, and can be opened where no volume is: so it may not know how to read one.',
  },
  contents: {
    imports: ['registry', 'graph', 'inventory'],
    why: 'It is the volume in memory: each part is loaded once, and whoever asks what would be without something asks it.',
  },
  analyze: {
    imports: [...VALUES, 'graph', 'inventory', 'contents'],
    why: 'It answers from the inventory alone, on any machine; it prints nothing and reads no volume.',
  },
  gc: {
    imports: [...VALUES, 'graph', 'inventory', 'contents', 'analyze'],
    why: 'It predicts from the contents alone, and asks the analyses how far that may be trusted.',
  },
  plan: {
    imports: [...VALUES, 'duration', 'graph', 'inventory', 'contents', 'analyze', 'gc'],
    why: 'It says what a rule would delete, from the contents alone, and has a collector say what that frees.',
  },
  emit: {
    imports: ['registry', 'plan'],
    why: 'It turns a plan into calls that others make: it deletes nothing, asks nothing and needs no inventory.',
  },
  check: {
    imports: [...VALUES, 'facts', 'graph', 'inventory', 'contents', 'analyze', 'gc'],
    why: 'It asks whatever the analyses and the collectors know, and reads no volume itself.',
  },
  leftovers: {
    imports: ['registry', 'graph', 'inventory', 'contents', 'analyze', 'check'],
    why: 'It asks check what is odd, and says what of it stays for ever and how to be rid of it: nothing is found twice.',
  },
  reconcile: {
    imports: [...VALUES, 'graph', 'inventory', 'contents', 'analyze'],
    why: 'It is given the bytes of a list and holds the inventory against them: where they come from is not its affair.',
  },
  sql: {
    imports: ['errors', 'inventory', 'analyze'],
    why: 'It runs what anybody wrote, in a process that can do nothing but read the inventory: what is done with the rows is not its affair.',
  },
  levers: {
    imports: [...VALUES, 'inventory', 'contents', 'analyze', 'gc', 'plan', 'leftovers'],
    why: 'It asks whoever knows of something that frees space, and knows of nothing itself.',
  },
  export: {
    imports: [
      ...VALUES,
      'safe-json',
      'escape',
      'version',
      'graph',
      'inventory',
      'contents',
      'analyze',
      'gc',
      'check',
    ],
    why: 'It writes down for other programs what the inventory, the analyses and check know, and reads no volume.',
  },
  history: {
    imports: [...VALUES, 'duration', 'inventory', 'analyze', 'check'],
    why: 'It holds one inventory against what it knows of those before it, and asks check what is damaged: no scan is its affair.',
  },
  verify: {
    imports: [...VALUES, 'facts', 'graph', 'inventory', 'contents', 'analyze', 'volume'],
    why: 'It must read bytes, and does so through the one door to the volume, as a scan does: neither needs the other.',
  },
  inspect: {
    imports: [...VALUES, 'inventory', 'contents', 'analyze', 'volume'],
    why: 'It tells what a few blobs say, for which it must read them, as verify does; what they are part of, the analyses know.',
  },
  'scan-run': {
    imports: ['facts', 'inventory'],
    why: 'It carries facts from any source to the writer and questions back, and knows neither options nor files.',
  },
  'scan-into': {
    imports: ['errors', 'facts', 'volume', 'inventory', 'scan', 'scan-run', 'version'],
    why: 'It is the one place where a volume becomes an inventory, and knows neither a lock nor what was before the last scan.',
  },
  'take-inventory': {
    imports: ['volume', 'inventory', 'history', 'scan-run', 'scan-into'],
    why: 'It is the one way to an inventory for whoever asks for one: alone, and with its record in the history.',
  },
  answers: {
    imports: [
      'errors',
      'duration',
      'inventory',
      'analyze',
      'gc',
      'plan',
      'check',
      'export',
      'leftovers',
      'levers',
      'history',
      'reconcile',
      'sql',
      'verify',
      'inspect',
    ],
    why: 'It is the contract of each question, whoever asks: it prints nothing, so that a server and the library read it too.',
  },
  render: {
    imports: [
      'safe-json',
      'escape',
      'registry',
      'analyze',
      'gc',
      'plan',
      'check',
      'export',
      'leftovers',
      'levers',
      'history',
      'reconcile',
      'sql',
      'verify',
      'inspect',
      'answers',
    ],
    why: 'It turns answers into text: it opens nothing, asks nothing and computes nothing.',
  },
  ui: {
    imports: ['answers', 'render', 'escape'],
    why: 'It is built for a browser: it takes the types of answers, and how units, words and names are written, without Node.',
  },
  server: {
    imports: [
      ...VALUES,
      'safe-json',
      'escape',
      'version',
      'take-inventory',
      'volume',
      'contents',
      'inventory',
      'analyze',
      'plan',
      'export',
      'emit',
      'answers',
    ],
    why: 'It hands answers on over HTTP, and computes none: what a page or a program would have to know belongs into an answer.',
  },
  cli: {
    imports: [
      'errors',
      'duration',
      'version',
      'take-inventory',
      'volume',
      'inventory',
      'analyze',
      'export',
      'verify',
      'answers',
      'render',
      'emit',
      'server',
    ],
    why: 'It parses, asks and prints: what it would have to know of a question belongs into its answer.',
  },
  index: {
    imports: [
      'errors',
      'take-inventory',
      'volume',
      'inventory',
      'analyze',
      'gc',
      'check',
      'leftovers',
      'reconcile',
      'verify',
      'inspect',
      'answers',
    ],
    why: 'The library is what the command line is made of, and prints nothing.',
  },
};
