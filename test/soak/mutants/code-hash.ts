import { createHash } from 'node:crypto';
import ts from 'typescript';

/** Of what only types say, and of imports, there are no mutants. */
const WITHOUT_MUTANTS = [
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
];

/** The same for files that differ in comments, white space, imports and declared types. */
export function codeHash(text: string): string {
  const file = ts.createSourceFile('code.ts', text, ts.ScriptTarget.Latest);
  const statements = file.statements.filter(({ kind }) => !WITHOUT_MUTANTS.includes(kind));
  const tokens = statements.flatMap((statement) => tokensOf(statement, file));
  return createHash('sha256').update(tokens.join('\n')).digest('hex').slice(0, 16);
}

function tokensOf(node: ts.Node, file: ts.SourceFile): string[] {
  if (ts.isJSDoc(node)) return [];
  const children = node.getChildren(file);
  return children.length > 0 ? children.flatMap((child) => tokensOf(child, file)) : [node.getText(file)];
}
