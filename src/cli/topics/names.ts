/** `stowage help names` */
export const NAMES = `\
A repository, tag or manifest is named as people write or paste it:

  team/app
  team/app:1.0
  team/app@sha256:4298f...                         the whole digest
  reg.example.com:5000/team/app:1.0
  https://, http://, docker:// or oci:// in front, a slash at the end
  https://reg.example.com/v2/team/app/manifests/1.0

Registry, scheme, slash, quotes and white space around it are ignored. Where a
repository of the volume begins with what looks like a host, that is part of
its name. Of a tag and a digest, the digest decides.

Patterns are of whole names. Quote them, or the shell takes them for files:

  'team/*'     one part more: team/app, not team/app/cache
  'team/**'    any parts more

A digest may be cut where only one blob begins so: stowage where 4298f

Other values:

  durations    90s, 36h, 30d
  sizes        500M and 500MiB are binary, 500MB is decimal
  --limit 0    all rows. Text shows the first ones otherwise, and says so
  scans        diff and history know them by number, or by time, UTC: @-7d,
               @2026-11-20

What is not there is wrong usage (exit code 2), and what is near it is told.
`;
