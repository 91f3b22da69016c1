#!/bin/sh
# Makes the small repository of the examples: fixed dates and people, so the same ids every time.
#
#   main         one ── two ── three ── four ── five ── six
#                v1.0.0   \     v1.1.0  v1.2.0          v1.1.9 (a wrong number)
#   release-1.1             (from three) seven: v1.1.1, after v1.2.0
set -eu

case ${1-} in
  '' | -*) echo 'usage: make-shop.sh FOLDER' >&2; exit 64 ;;
esac

# Nothing of the user's git settings counts.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
git init -q -b main "$1"
cd "$1"

# commit DATE NAME MESSAGE: a commit by a role.
commit() {
  mail=$(printf '%s' "$2" | tr 'A-Z ' 'a-z.')@example.com
  export GIT_AUTHOR_NAME="$2" GIT_AUTHOR_EMAIL="$mail" GIT_AUTHOR_DATE="$1"
  export GIT_COMMITTER_NAME="$2" GIT_COMMITTER_EMAIL="$mail" GIT_COMMITTER_DATE="$1"
  echo "$3" >> log.txt
  git add log.txt
  git commit -q -m "$3"
}

# release DATE TAG: an annotated tag at the current commit.
release() {
  GIT_COMMITTER_NAME='Release Engineer' GIT_COMMITTER_EMAIL=release.engineer@example.com \
    GIT_COMMITTER_DATE="$1" git tag -a -m "Release $2" "$2"
}

commit 2024-01-08T09:00:00Z 'Release Engineer' 'feat: sell things'
release 2024-01-10T12:00:00Z v1.0.0
commit 2024-02-05T10:00:00Z 'Payments Engineer' 'feat(cart): remember the cart'
commit 2024-02-12T10:00:00Z 'Payments Engineer' 'fix(cart): count items once'
release 2024-02-14T12:00:00Z v1.1.0
git branch release-1.1
commit 2024-03-04T10:00:00Z 'Search Engineer' 'feat(search): find things by colour'
release 2024-03-06T12:00:00Z v1.2.0
commit 2024-03-20T10:00:00Z 'Payments Engineer' 'fix: round prices half up'
git checkout -q release-1.1
commit 2024-04-02T10:00:00Z 'On-Call Engineer' 'fix(cart): do not lose the cart at midnight'
release 2024-04-02T12:00:00Z v1.1.1
git checkout -q main
commit 2024-04-10T10:00:00Z 'Search Engineer' 'feat(search)!: drop the old index'
release 2024-04-12T12:00:00Z v1.1.9
