import { sh } from './sh.ts';

/** How the script and its undo.sh make a request: with what credentials, and what is asked again. */
export const REQUESTS = sh`
# --- Requests ----------------------------------------------------------------------------------------------

# All six types of manifests: without them 2.x converts some and denies others.
accept='Accept: application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v1+prettyjws, application/vnd.docker.distribution.manifest.v1+json'

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# Ends the script: with 1 as long as nothing was deleted, then with 4.
stop() {
  complain "Stopped: $*"
  exit "$stop_code"
}

misused() {
  complain "$*"
  exit 2
}

# Checks the settings and makes $work, where the last answer lies: $status, and the files headers and body.
prepare() {
  stop_code=1 scope='' status=000
  command -v curl >/dev/null 2>&1 || misused 'curl is not installed.'
  registry=\${registry%/}
  case $registry in
    http://* | https://*) ;;
    *) misused "Which registry? Say 'sh $0 https://registry.example.com', or set STOWAGE_REGISTRY." ;;
  esac
  case \${registry#*://} in
    '' | *[!][A-Za-z0-9.:-]*)
      misused "'$registry' is no address of a registry: it is https://<host>[:<port>], and credentials go into a file (STOWAGE_NETRC)." ;;
  esac
  for file in "$netrc" "$curl_config"; do
    [ -z "$file" ] || [ -r "$file" ] || misused "The file '$file' is not there, or may not be read."
  done
  work=$(mktemp -d) || misused 'There is no place for temporary files.'
  trap at_exit EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  : >"$work/token"
}

# curl with the settings; whatever is in ~/.curlrc is not asked.
run_curl() {
  curl -q -sS -g --max-time 3600 \${netrc:+--netrc-file "$netrc"} \${curl_config:+-K "$curl_config"} \
    -K "$work/token" "$@" 2>"$work/complaint"
}

# One request, to the last of the arguments. Its $status is 000 where no whole answer came.
request() {
  for asked in "$@"; do :; done
  asked=\${asked#"$registry"}
  : >"$work/headers"
  : >"$work/body"
  status=$(run_curl -D "$work/headers" -o "$work/body" -w '%{http_code}' "$@") || status=000
}

# A request, and a second one with a new token where the registry asks for one.
attempt() {
  request "$@"
  [ "$status" = 401 ] || return 0
  if new_token; then request "$@"; else status=401; fi
}

# True where it is worth while to ask again.
is_passing() {
  case $1 in
    429 | 5?? | 000) return 0 ;;
    *) return 1 ;;
  esac
}

# Waits longer each time, and gives up after the fifth: false.
pause() {
  tries=$((tries + 1))
  [ "$tries" -le 5 ] || return 1
  complain "$asked: $(reason): asking again in $pause_seconds s"
  sleep "$pause_seconds"
  pause_seconds=$((pause_seconds * 2))
}

patiently() { tries=0 pause_seconds=1; }

# A request, again after a pause where the registry is busy or does not answer.
call() {
  patiently
  while :; do
    attempt "$@"
    if is_passing "$status" && pause; then continue; fi
    return 0
  done
}

# A header of the last answer.
header() {
  awk -v name="$1:" '
    { sub(/\r$/, "") }
    /^HTTP\// { value = "" }
    tolower($1) == name { sub(/^[^:]*:[ \t]*/, ""); value = $0 }
    END { print value }' "$work/headers"
}

# What the registry, or curl, said last.
reason() {
  case $status in
    000) said="no answer, $(tr -cd '\040-\176' <"$work/complaint" | cut -c 1-200)" ;;
    *) said="HTTP $status $(tr -cd '\040-\176' <"$work/body" | cut -c 1-300)" ;;
  esac
  printf '%s' "\${said% }"
}

# Stops on an answer to $1 with which nothing can be done.
stop_on() {
  case $status in
    401 | 403)
      stop "$1: $(reason). It wants credentials with the scope '$scope': name a file with them in STOWAGE_NETRC or STOWAGE_CURL_CONFIG." ;;
    *) stop "$1: $(reason)" ;;
  esac
}

# Gets a token for $scope from where the last answer sends us, with the same credentials. False where there is none.
new_token() {
  challenge=$(header www-authenticate)
  case $challenge in
    [Bb]earer\ *) ;;
    *) return 1 ;;
  esac
  realm=$(parameter realm)
  case $realm in
    https://*) ;;
    http://*)
      # Credentials that travel safely to the registry are not sent in clear to someone else.
      case $registry in https://*) return 1 ;; esac ;;
    *) return 1 ;;
  esac
  : >"$work/token"
  request -G --data-urlencode "service=$(parameter service)" \${scope:+--data-urlencode "scope=$scope"} "$realm"
  [ "$status" = 200 ] || return 1
  token=$(tr -d '\n' <"$work/body" | sed -n 's/.*"token" *: *"\([^"\\]*\)".*/\1/p')
  [ -n "$token" ] || token=$(tr -d '\n' <"$work/body" | sed -n 's/.*"access_token" *: *"\([^"\\]*\)".*/\1/p')
  # Nobody may see it, as what the registry said last.
  : >"$work/body"
  [ -n "$token" ] || return 1
  printf 'header = "Authorization: Bearer %s"\n' "$token" >"$work/token"
}

parameter() { printf '%s\n' "$challenge" | sed -n 's/.*[ ,]'"$1"'="\([^"]*\)".*/\1/p'; }

# From here on $repository is asked, for what $1 says.
turn_to() {
  scope="repository:$repository:$1"
  : >"$work/token"
}
`;
