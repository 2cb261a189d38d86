// Mutants that do not compile are none: the compiler finds them before anything runs. A "checker" of Stryker that puts
// one mutant at a time into its file and asks for the errors there.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CheckStatus } from '@stryker-mutator/api/check';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';

/** What says something about tidiness alone: a mutant that leaves a name unused is still a program. */
const indulgence = {
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
};

class Types {
  static inject = tokens(commonTokens.options);
  /** The files that are mutated: their text, and how often it changed. @type {Map<string, { text: string, version: number }>} */
  files = new Map();

  constructor(options) {
    this.root = options.fencepost.root;
  }

  async init() {
    const ts = createRequire(join(this.root, 'package.json'))('typescript');
    const path = join(this.root, 'tsconfig.json');
    const config = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path, ts.sys.readFile).config,
      ts.sys,
      this.root,
    );
    const roots = config.fileNames.filter((name) =>
      /^(?:models|impl[\\/]core)[\\/]/.test(name.slice(this.root.length + 1)),
    );
    for (const name of roots) this.files.set(name, { text: ts.sys.readFile(name), version: 0 });
    const host = {
      ...ts.sys,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getCurrentDirectory: () => this.root,
      getCompilationSettings: () => ({ ...config.options, ...indulgence, noEmit: true, incremental: false }),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      getScriptFileNames: () => roots,
      getScriptVersion: (name) => String(this.files.get(name)?.version ?? 0),
      getScriptSnapshot: (name) => {
        const text = this.files.get(name)?.text ?? ts.sys.readFile(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
    };
    this.service = ts.createLanguageService(host);
    this.messageOf = ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ');
  }

  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.verdictOf(mutant)]));
  }

  verdictOf({ fileName, location, replacement }) {
    const file = this.files.get(fileName);
    if (file === undefined) throw new Error(`${fileName} is no part of the program`);
    const { text } = file;
    this.put(
      file,
      text.slice(0, offsetOf(text, location.start)) + replacement + text.slice(offsetOf(text, location.end)),
    );
    const errors = [
      ...this.service.getSyntacticDiagnostics(fileName),
      ...this.service.getSemanticDiagnostics(fileName),
    ];
    this.put(file, text);
    if (errors.length === 0) return { status: CheckStatus.Passed };
    return { status: CheckStatus.CompileError, reason: this.messageOf(errors[0]) };
  }

  put(file, text) {
    file.text = text;
    file.version += 1;
  }
}

/** The offset of a position that counts lines and columns from 0. */
function offsetOf(text, { line, column }) {
  let offset = 0;
  for (let lines = 0; lines < line; lines += 1) offset = text.indexOf('\n', offset) + 1;
  return offset + column;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'types', Types)];
