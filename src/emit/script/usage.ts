import { sh } from './sh.ts';

/** What a person who opens the script reads first. */
export const USAGE = sh`
#
#   sh plan.sh https://registry.example.com
#
# Before it deletes anything it asks the registry whether it deletes at all, and is of the family that this is for. Before
# each repository it asks where every tag leads: where one leads to an image of this plan that did not at the scan, or
# to something new that names one, the repository is left as it is. Each manifest is saved with an undo.sh before it
# goes. It can be ended at any time and run again: what is gone is passed over.
#
# Between the last look at the tags and a DELETE lies a moment that nobody can watch: who tags an image of this plan just
# then loses that tag. Run it when nobody pushes old images.
#
# It needs a POSIX shell and curl. Settings, all by the environment:
#   STOWAGE_REGISTRY      the registry, instead of the argument
#   STOWAGE_NETRC         a file with the credentials, as curl's --netrc-file takes it: machine <host> login <name>
#                         password <password>; one with tokens needs the token server's host as well
#   STOWAGE_CURL_CONFIG   a file of curl's own settings (-K): user, cacert, proxy, ...
#   STOWAGE_MAX_AGE       how old the scan may be: 24h, or such as 90m, 3d
#   STOWAGE_DRY_RUN=1     look at all, delete nothing
#
# Exit codes: 0 all is done; 1 refused, nothing was deleted; 2 misused; 3 something was left, because it moved since the
# scan; 4 stopped on the way: what it says tells why, and another run goes on from there.
`;
