/**
 * A line of an image's history as it stood in the Dockerfile: docker's builder writes `/bin/sh -c #(nop) COPY ...`,
 * BuildKit `RUN /bin/sh -c ... # buildkit`, both with the values of build arguments before it.
 */
export function madeBy(line: string): string {
  const text = line
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ # buildkit$/, '');
  const [, nop] = /^\/bin\/sh -c #\(nop\) (.*)$/.exec(text) ?? [];
  if (nop !== undefined) return nop.trim();
  return text.replace(/^(?:RUN )?\|\d+ .*?(?=\/bin\/sh -c )/, '').replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ');
}
