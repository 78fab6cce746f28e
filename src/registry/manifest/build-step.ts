/**
 * A line of an image's history without what the builder put into it of one build, so that the same step of a Dockerfile is
 * the same text each time: the hash of copied files (`COPY file:4f2c… in /app`, classic docker build), and the values of
 * build arguments (`RUN |2 VERSION=1.2 COMMIT=… /bin/sh -c make`).
 */
export function buildStep(line: string): string {
  return line.replace(CONTENT_HASH, '$1:…').replace(ARGUMENTS, '$1|… ').trim();
}

const CONTENT_HASH = /\b(file|dir|multi):[0-9a-f]{32,64}\b/g;
const ARGUMENTS = /^((?:RUN )?)\|\d+ [\s\S]*?(?=\/bin\/(?:ba|da)?sh -c )/;
