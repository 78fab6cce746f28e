import * as path from 'node:path';
import ts from 'typescript';

/** Declared and not used: a fault that leaves something over can be made all the same. */
const UNUSED = [6133, 6192, 6196, 6198];

/** Tells what the compiler would refuse: a fault that nobody can make is none that a test has to see. */
export class Compiler {
  readonly #changed = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #service: ts.LanguageService;

  constructor() {
    const config = ts.getParsedCommandLineOfConfigFile('tsconfig.json', undefined, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(JSON.stringify(messageText));
      },
    })!;
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => config.options,
      getScriptFileNames: () => config.fileNames,
      getScriptVersion: (file) => String(this.#versions.get(file) ?? 0),
      getScriptSnapshot: (file) => {
        const text = this.#changed.get(file) ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => process.cwd(),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    });
  }

  /** True where a file may say this instead; what else uses it is not looked at. */
  compiles(name: string, text: string): boolean {
    const file = path.resolve(name);
    this.#say(file, text);
    const faults = [
      ...this.#service.getSyntacticDiagnostics(file),
      ...this.#service.getSemanticDiagnostics(file),
    ];
    this.#say(file, undefined);
    return faults.every(({ code }) => UNUSED.includes(code));
  }

  #say(file: string, text: string | undefined): void {
    if (text === undefined) this.#changed.delete(file);
    else this.#changed.set(file, text);
    this.#versions.set(file, (this.#versions.get(file) ?? 0) + 1);
  }
}
