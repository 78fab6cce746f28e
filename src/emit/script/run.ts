import { sh } from './sh.ts';
import { UNDO } from './undo.ts';

const START = sh`
# --- Beginning and end -------------------------------------------------------------------------------------

at_exit() {
  code=$?
  rm -rf "$work"
  if [ "$code" = 0 ] && [ -z "$finished" ]; then
    complain 'This script ends before its end: was it cut off?'
    exit 4
  fi
}

# Asks the registry, without any harm, whether this plan can be carried out.
start() {
  registry=\${1:-\${STOWAGE_REGISTRY:-}}
  netrc=\${STOWAGE_NETRC:-}
  curl_config=\${STOWAGE_CURL_CONFIG:-}
  dry_run=\${STOWAGE_DRY_RUN:-}
  number=0 left=0 finished=''
  umask 077
  prepare
  refuse_old_scan
  call "$registry/v2/"
  [ "$status" = 200 ] || stop_on "GET /v2/"
  repository=$first_repository
  turn_to pull,delete
  probe_deletes
  probe_family
  say "Deletions: $total. To find the tags that go with them, the registry reads about $tag_reads links."
}

refuse_old_scan() {
  max_age=\${STOWAGE_MAX_AGE:-24h}
  case $max_age in
    *h) seconds=3600 ;;
    *d) seconds=86400 ;;
    *m) seconds=60 ;;
    *) seconds=1 ;;
  esac
  max_age=\${max_age%[hdms]}
  case $max_age in
    '' | *[!0-9]*) misused "STOWAGE_MAX_AGE is a whole number of s, m, h or d, such as 36h." ;;
  esac
  age=$(($(date +%s) - scanned_at))
  [ "$age" -le $((max_age * seconds)) ] ||
    stop "The scan is $((age / 3600)) h old: scan and plan again. (STOWAGE_MAX_AGE says how old it may be.)"
}

# What no registry has: 404 says that it would delete.
probe_deletes() {
  call -X DELETE "$registry/v2/$repository/manifests/sha256:0000000000000000000000000000000000000000000000000000000000000000"
  case $status in
    404) ;;
    405)
      grep -q UNSUPPORTED "$work/body" ||
        stop 'The registry is in read-only mode (storage.maintenance.readonly).'
      stop 'The registry deletes nothing: set storage.delete.enabled (REGISTRY_STORAGE_DELETE_ENABLED=true) and restart it. A pull-through cache never does.' ;;
    *) stop_on "DELETE of a manifest that is not there" ;;
  esac
}

# 2.x knows only digests here; 3.x deletes tags as well.
probe_family() {
  call -X DELETE "$registry/v2/$repository/manifests/stowage-probe-$$-$(date +%s)"
  case $status in
    400) found=2.7-2.8 ;;
    404) found=3.x ;;
    *) stop_on "DELETE of a tag that is not there" ;;
  esac
  [ "$found" = "$family" ] ||
    stop "This plan is for registry $family, and the registry is one of $found: plan again with that."
}

# What comes next, and how it went.
finish() {
  finished=1
  [ "$left" = 0 ] || complain "Left as they are: $left. Scan and plan again for what is left."
  [ -z "$dry_run" ] || exit_as_left
  [ ! -d "$undo" ] || say "All that was deleted is saved: 'sh $undo/undo.sh $registry' puts it back, until a collection has run."
  next_steps
  exit_as_left
}

exit_as_left() {
  [ "$left" = 0 ] || exit 3
  exit 0
}

next_steps() {
  case $family in
    3.x) config=/etc/distribution/config.yml ;;
    *) config=/etc/docker/registry/config.yml ;;
  esac
  say "
Nothing is free yet. What comes next, in this order:
1. Stop the registry, or set it read-only (storage.maintenance.readonly.enabled: true) and restart it.
2. Run its collection, without -m: registry garbage-collect $config"
  [ -z "$aborts" ] || say '   It would end before its time: stowage gc says on what, and what to do about it.'
  say "3. Restart the registry, and flush redis if it uses it: both remember blobs that are gone.
4. Scan again."
  [ "$emptied" = 0 ] || say "Repositories that have no tag left: $emptied. They stay in the catalog."
}

# --- The words in which the plan is written, below ---------------------------------------------------------

repository() {
  repository=$1
  : >"$work/data"
}

# keep <tag> <digest>: it stays, and was there at the scan.
keep() { printf 'keep %s %s\n' "$2" "$1" >>"$work/data"; }

# image <digest> [<tag>...]: it goes with these tags.
image() { printf 'image %s\n' "$*" >>"$work/data"; }

# tag <tag> <digest>: it goes alone.
tag() { printf 'tag %s %s\n' "$2" "$1" >>"$work/data"; }
`;

const WRITE_UNDO = `# Writes the script that puts back what this one deletes.
write_undo() {
  cat >"$undo/undo.sh" <<'END OF UNDO'
${UNDO}END OF UNDO
}
`;

/** The rest of the script: what is done before and after, and the words of the plan itself. */
export const RUN = [START, WRITE_UNDO].join('\n');
