import { useState } from 'preact/hooks';
import { escapeText, isHarmless } from '../../escape.ts';

/** A command to be run on a terminal, and to be copied. */
export function CommandLine({ line }: { line: string }) {
  const [copied, setCopied] = useState<string>();
  // Browsers let only pages of this machine or behind TLS copy.
  const canCopy = navigator.clipboard !== undefined;
  return (
    <div class="command-line">
      <code>{isHarmless(line) ? line : escapeText(line)}</code>
      {canCopy && (
        <button
          type="button"
          onClick={() =>
            navigator.clipboard.writeText(line).then(
              () => setCopied(line),
              () => setCopied(undefined),
            )
          }
        >
          {copied === line ? 'Copied' : 'Copy'}
        </button>
      )}
    </div>
  );
}
