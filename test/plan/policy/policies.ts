/** A policy file with what a plan says to it. */
export type PolicyCase = readonly [what: string, text: string, complaint: string];

/** Rules in a file, a line each. */
const rules = (...lines: string[]) => `rules:\n${lines.map((line) => `  - ${line}\n`).join('')}`;

/** Files that are as they should be. */
export const GOOD: ReadonlyArray<readonly [what: string, text: string]> = [
  ['one rule', rules('{tags: "pr-*", older-than: 14d}')],
  ['lists of patterns', rules('{tags: ["v*", 1.10, 2024], repositories: ["team/**", app]}')],
  ['keep all', rules('{tags: v*, keep: all}')],
  ['keep all of some repositories', rules('{repositories: archive/**, keep: all}')],
  ['a number to keep', rules('keep-last: 10')],
  ['untagged images', rules('untagged: true')],
  ['untagged images by age', rules('{untagged-only: true, older-than: 2 weeks}')],
  ['orphans', rules('{orphaned: true, untagged-only: true}')],
  ['a switch that is off', rules('{keep-last: 1, untagged: false, untagged-only: false, orphaned: false}')],
  ['keep all, and a switch that is off', rules('{keep: all, untagged: false}')],
  ['a name', rules('{name: pull requests, tags: "pr-*"}', '{name: 7, keep-last: 10}')],
  ['what is protected', `protect: ["app:stable", rel-*, "**:keep-*"]\n${rules('keep-last: 10')}`],
  ['one that is protected', `protect: app\n${rules('keep-last: 10')}`],
  ['nothing that is protected', `protect: []\n${rules('keep-last: 10')}`],
  ['no age', rules('older-than: "0"')],
  ['an age of a part', rules('older-than: 1.5h')],
  ['JSON', '{"rules": [{"tags": "*", "keep-last": 3}]}'],
  ['a mark at the start', '\u{feff}rules:\n  - keep-last: 3\n'],
  ['lines as Windows ends them', 'rules:\r\n  - keep-last: 3\r\n'],
  ['a document that is marked', '---\nrules: [keep-last: 3]\n...\n'],
];

/** Files that are not, and that a schema can tell. */
export const BAD: readonly PolicyCase[] = [
  [
    'a list',
    '- keep-last: 3\n',
    "line 1, column 1: the policy is a list: expected a mapping with 'rules' or 'protect'.",
  ],
  ['a text', 'keep-last 3\n', "column 1: the policy is 'keep-last 3': expected a mapping"],
  ['no rules', 'protect: app\n', "line 1, column 1: the policy has no key 'rules'"],
  ['empty rules', 'rules:\n', "line 1, column 7: 'rules' is empty: expected a list of at least one rule."],
  ['no rule', 'rules: []\n', "column 8: 'rules' is an empty list: expected a list of at least one rule."],
  ['a rule for rules', 'rules: {keep-last: 3}\n', "column 8: 'rules' is a mapping: expected a list"],
  ['a text for a rule', rules('keep'), "line 2, column 5: rule 1 is 'keep': expected a mapping with 'name'"],
  ['an empty rule', rules(''), 'rule 1 is empty: expected a mapping'],
  [
    'a key that is none',
    'rule:\n',
    "column 1: the policy has the key 'rule', which says nothing here: did you mean 'rules'?",
  ],
  [
    'a key of a rule above',
    'keep-last: 3\n',
    "the key 'keep-last', which says nothing here: expected 'rules' or 'protect'.",
  ],
  [
    'a slip',
    rules('{tags: a, older-then: 3d}'),
    "line 2, column 15: rule 1 has the key 'older-then', which says nothing here: did you mean 'older-than'?",
  ],
  ['another spelling', rules('keepLast: 3'), "did you mean 'keep-last' or 'keep'?"],
  ['the name of the option', rules('match: a'), "did you mean 'tags'?"],
  ['one repository', rules('repository: a'), "did you mean 'repositories'?"],
  [
    'a foreign key',
    rules('constructor: a'),
    "has the key 'constructor', which says nothing here: expected 'name', ",
  ],
  [
    'nothing about what goes',
    rules('repositories: a'),
    "line 2, column 5: rule 1 makes no sense. It says nothing about what may go: expected 'tags', 'keep-last', 'older-than', 'untagged', 'untagged-only' or 'orphaned'.",
  ],
  [
    'a name and nothing else',
    rules('name: a', 'keep-last: 3'),
    'rule 1 makes no sense. It says nothing about what may go',
  ],
  [
    'switches that are off',
    rules('keep-last: 3', 'untagged: false'),
    'line 3, column 5: rule 2 makes no sense. It says nothing',
  ],
  [
    'keep none',
    rules('keep-last: 0'),
    "line 2, column 16: 'keep-last' of rule 1 is 0: expected a whole number from 1, without quotes.",
  ],
  ['keep less than none', rules('keep-last: -1'), 'is -1: expected a whole number from 1'],
  ['keep a part', rules('keep-last: 1.5'), 'is 1.5: expected a whole number from 1'],
  ['a number in quotes', rules('keep-last: "3"'), "is '3': expected a whole number from 1, without quotes."],
  ['no number', rules('keep-last:'), "'keep-last' of rule 1 is empty: expected a whole number"],
  ['numbers', rules('keep-last: [3]'), 'is a list: expected a whole number'],
  [
    'an age without a unit',
    rules('older-than: 14'),
    "line 2, column 17: 'older-than' of rule 1 is 14: expected a time span with its unit, such as '36h', '14d' or '2w'.",
  ],
  ['the same in quotes', rules('older-than: "14"'), "is '14': expected a time span with its unit"],
  ['an age of an odd unit', rules('older-than: 2 moons'), "is '2 moons': expected a time span"],
  ['an age below none', rules('older-than: -2d'), "is '-2d': expected a time span"],
  ['an age that is long', rules(`older-than: ${'9'.repeat(100)}x`), "999…': expected a time span"],
  [
    'keep some',
    rules('keep: 10'),
    "is 10: expected 'all' (a number of images is 'keep-last', an age 'older-than').",
  ],
  [
    'a switch of YAML 1.1',
    rules('untagged: yes'),
    "line 2, column 15: 'untagged' of rule 1 is 'yes': expected true or false.",
  ],
  ['a switch in quotes', rules('orphaned: "true"'), "is 'true': expected true or false."],
  ['no name', rules('{name: "", keep-last: 3}'), "'name' of rule 1 is '': expected a name."],
  ['blanks for a name', rules('{name: "  ", keep-last: 3}'), "'name' of rule 1 is '  ': expected a name."],
  [
    'a mapping for a name',
    rules('{name: {a: b}, keep-last: 3}'),
    "'name' of rule 1 is a mapping: expected a name.",
  ],
  [
    'no pattern',
    rules('tags:'),
    "line 2, column 10: 'tags' of rule 1 is empty: expected a pattern or a list of patterns.",
  ],
  ['an empty pattern', rules('tags: ""'), "'tags' of rule 1 has the pattern '', which is none: it is empty."],
  [
    'no patterns',
    rules('tags: []'),
    "column 11: 'tags' of rule 1 is an empty list: expected a pattern or a list of patterns.",
  ],
  [
    'a pattern that is none',
    rules('tags: [a, b c]'),
    "line 2, column 15: 'tags' of rule 1 has the pattern 'b c', which is none: ' ' stands in no name, and for nothing in a pattern.",
  ],
  [
    'a pattern that says not',
    rules('tags: "!a"'),
    "has the pattern '!a', which is none: '!' says 'not' within [] only.",
  ],
  ['a tag in a repository', rules('repositories: "a:b"'), "'repositories' of rule 1 has the pattern 'a:b'"],
  [
    'braces without quotes',
    rules('tags: {a,b}'),
    "column 11: 'tags' of rule 1 is a mapping: expected a pattern or a list of patterns (one that begins with a bracket needs quotes).",
  ],
  ['brackets without quotes', rules('tags: [[ab]]'), "column 12: 'tags' of rule 1 is a list: expected"],
  ['a truth for a pattern', rules('tags: true'), 'is true: expected a pattern'],
  [
    'a bad thing protected',
    `protect: [app, "a:b c"]\n${rules('keep-last: 3')}`,
    "line 1, column 16: 'protect' has the pattern 'a:b c', which is none",
  ],
  [
    'nothing protected',
    `protect:\n${rules('keep-last: 3')}`,
    "line 1, column 9: 'protect' is empty: expected",
  ],
  [
    'keep all and some',
    rules('{tags: a, keep: all, keep-last: 3}'),
    "rule 1 makes no sense. It keeps all, so 'keep-last' beside it says nothing: leave one of the two out.",
  ],
  [
    'keep all and untagged ones',
    rules('{keep: all, untagged: true}'),
    "It keeps all, so 'untagged' beside it says nothing",
  ],
  ['keep all and an age', rules('{keep: all, older-than: 3d}'), "It keeps all, so 'older-than' beside it"],
  [
    'untagged only, of some tags',
    rules('{untagged-only: true, tags: a}'),
    "'untagged-only' selects no tags, and 'tags' is about tags: leave 'tags' out, or write 'untagged' for both.",
  ],
  [
    'untagged only, and a number',
    rules('{untagged-only: true, keep-last: 3}'),
    "'untagged-only' selects no tags, and 'keep-last' is about tags",
  ],
  [
    'untagged only, and all tags stay',
    rules('{untagged-only: true, keep: all}'),
    "It keeps all, so 'untagged-only' beside it",
  ],
];

/** Files that are not, where it takes more than a schema to tell. */
export const WORSE: readonly PolicyCase[] = [
  ['empty', '', "p.yaml is empty: expected a key 'rules' with at least one rule."],
  ['a comment', '# later\n', 'p.yaml is empty'],
  ['a mark and nothing', '---\n', 'p.yaml is empty'],
  [
    'a key twice',
    'rules: [keep-last: 3]\nprotect: a\nrules: [keep-last: 4]\n',
    "line 3, column 1: 'rules' stands here again: expected it once, and line 1 has it.",
  ],
  [
    'a key of a rule twice',
    'rules:\n  - keep-last: 3\n    tags: a\n    keep-last: 3\n',
    "line 4, column 5: 'keep-last' stands here again: expected it once, and line 2 has it.",
  ],
  [
    'two documents',
    'rules: [keep-last: 3]\n---\nrules: [keep-last: 4]\n',
    'line 2, column 1: a second document begins here: expected one.',
  ],
  ['a tab', 'rules:\n\t- keep-last: 3\n', 'line 2, column 1: a tab stands where YAML wants spaces.'],
  [
    'a star',
    'rules:\n  - tags: *\n',
    "line 2, column 11: a '*' begins an alias in YAML: write a pattern that begins with '*' in quotes.",
  ],
  [
    'a star and more',
    rules('tags: *-dev'),
    "line 2, column 11: '*-dev' is an alias in YAML: write a pattern that begins with '*' in quotes, and repeat what an anchor has.",
  ],
  ['an anchor', rules('&a {keep-last: 3}', '*a'), "'&a' is an anchor in YAML, which a policy cannot have."],
  ['a type', rules('tags: !a'), "line 2, column 11: a '!' begins a type in YAML"],
  [
    'a list for a key',
    'rules:\n  - [a]: b\n',
    'line 2, column 5: a list or a mapping stands where a key should.',
  ],
  ['an open quote', 'rules:\n  - tags: "a\n', 'line 3, column 1: this is no YAML: Missing closing "quote.'],
  ['an open bracket', 'rules: [', 'line 1, column 9: this is no YAML:'],
  [
    'a colon too many',
    'rules: keep-last: 3',
    'line 1, column 8: this is no YAML: Nested mappings are not allowed',
  ],
  ['brackets without end', '['.repeat(100_000), 'this is no YAML: Maximum call stack size exceeded'],
  [
    'a pattern that is left open',
    rules('tags: "a[b"'),
    "has the pattern 'a[b', which is none: a bracket of it is left open.",
  ],
  [
    'a file of another kind',
    `rules: [keep-last: 3]\n${'#'.repeat(300_000)}`,
    'p.yaml has 300022 bytes: expected a policy, which has at most 256 KiB.',
  ],
];
