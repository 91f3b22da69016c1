# Shared by quickstart and install; sourced by POSIX shells.
# shellcheck shell=sh

# Makes a folder with the static forms of the C libraries, and sets `static_libraries` to its path.
#
# A linker that looks there first takes them: the program needs nothing but libc then, and starts
# sooner by the time in which nine libraries are loaded. What is absent is linked as always.
link_static_libraries() {
  static_libraries=$PWD/.build/static-libraries
  mkdir -p "$static_libraries"
  for library in libsqlite3.a libpcre2-8.a libcmark.a libstdc++.a; do
    link_static_library "$library" || true
  done
  # What libedit needs has to be named, as its static form does not; without one of them it is
  # linked as always.
  edit_libraries=
  for library in tinfo bsd md; do
    link_static_library "lib$library.a" || return 0
    edit_libraries="$edit_libraries -Xlinker -l$library"
  done
  link_static_library libedit.a || edit_libraries=
}

# Links the static form of a library into the folder; fails if there is none.
link_static_library() {
  path=$(cc -print-file-name="$1" 2>/dev/null || clang -print-file-name="$1")
  case $path in
    /*) ln -sf "$path" "$static_libraries/$1" ;;
    *) return 1 ;;
  esac
}

# Builds a product in release mode and sets `binary` to its path.
#
# The standard library is linked in where the toolchain has it as static libraries.
build_release() {
  set -- -c release --product "$1"
  if [ "$(uname -s)" = Linux ]; then
    resources=$(swift -print-target-info </dev/null |
      sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
    if [ -d "${resources}_static" ]; then
      set -- "$@" --static-swift-stdlib
      link_static_libraries
      # The names hold no spaces.
      # shellcheck disable=SC2086
      set -- "$@" -Xlinker "-L$static_libraries" $edit_libraries
    else
      echo 'The toolchain has no static standard library: the binary needs the Swift runtime' \
        'libraries of this machine.' >&2
    fi
  fi
  # The plan that SwiftPM kept from an earlier build can name files that came or went since; without
  # it the plan is made anew, and what is compiled already stays.
  rm -f .build/*/release/description.json
  swift build "$@" </dev/null >&2
  # shellcheck disable=SC2034 # read by the scripts that source this file
  binary=$(swift build "$@" --show-bin-path </dev/null)/stemma
}
