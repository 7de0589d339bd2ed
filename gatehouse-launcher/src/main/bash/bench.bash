# Loads a server of its own and, if asked, Keycloak beside it; the measuring is Java:
# dev.gatehouse.benchmarks.Bench.
# shellcheck shell=bash

BENCH_LOG=target/benchmarks-build.log
KEYCLOAK_LOG=target/keycloak-download.log
KEYCLOAK_FOLDER=benchmarks/target/keycloak
KEYCLOAK_NEEDS_MEGABYTES=2000

run_bench() {
  find_jdk
  mkdir -p "$ROOT/target"
  build_benchmarks
  case " $* " in
    *' --help '* | *' -h '*) ;;
    *[\ =]keycloak' '*) fetch_keycloak ;;
  esac
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
    -cp "$ROOT/benchmarks/target/classes:$(<"$ROOT/benchmarks/target/runtime-classpath")" \
    dev.gatehouse.benchmarks.Bench "$ROOT" "$ROOT/$KEYCLOAK_FOLDER" "$@"
}

# Builds the driver when it or what it uses changed.
build_benchmarks() {
  local digest built="$ROOT/benchmarks/target/built-of"
  digest="$(source_digest) $(cd "$ROOT" \
    && find benchmarks/pom.xml benchmarks/src/main -type f -exec cksum {} + | LC_ALL=C sort | cksum)"
  if [ "$(cat "$built" 2>/dev/null || true)" = "$digest" ]; then
    return
  fi
  take_build_lock
  require_space
  maven "building" "$BENCH_LOG" -pl benchmarks -am package -Dmaven.test.skip=true \
    -Dspotless.check.skip=true -Dcheckstyle.skip=true || {
    drop_build_lock
    last_words "$BENCH_LOG"
    fail "$EXIT_BUILD" "the build failed; the whole log is $BENCH_LOG"
  }
  printf '%s' "$digest" >"$built"
  drop_build_lock
}

# Copies the distribution out of the Maven repository, where Maven puts it: the version we compare
# with, or the newest where that one can't be had.
fetch_keycloak() {
  local version=${GATEHOUSE_KEYCLOAK_VERSION:-26.7.3} archive free
  archive="keycloak-quarkus-dist-$version.tar.gz"
  mkdir -p "$ROOT/$KEYCLOAK_FOLDER"
  # The one that lies there is the one that is measured.
  find "$ROOT/$KEYCLOAK_FOLDER" -maxdepth 1 -name '*.tar.gz' ! -name "$archive" -delete
  [ ! -r "$ROOT/$KEYCLOAK_FOLDER/$archive" ] || return 0
  free=$(df -Pm "$ROOT/$KEYCLOAK_FOLDER" | awk 'NR == 2 {print $4}')
  [ "$free" -ge "$KEYCLOAK_NEEDS_MEGABYTES" ] || fail "$EXIT_NO_SPACE" \
    "Keycloak needs $KEYCLOAK_NEEDS_MEGABYTES MB of disk below $ROOT and $free MB are free"
  download_keycloak "$version" && return
  if [ -z "${GATEHOUSE_KEYCLOAK_VERSION:-}" ]; then
    say "Keycloak $version can't be had; trying the newest"
    download_keycloak RELEASE && return
  fi
  last_words "$KEYCLOAK_LOG"
  say "Is Maven Central reachable? GATEHOUSE_KEYCLOAK_VERSION names another version, and"
  say "$KEYCLOAK_FOLDER may hold keycloak-quarkus-dist-<version>.tar.gz already."
  fail "$EXIT_FAILED" "Keycloak $version can't be downloaded; the whole log is $KEYCLOAK_LOG"
}

download_keycloak() {
  maven "downloading Keycloak" "$KEYCLOAK_LOG" -N --strict-checksums \
    org.apache.maven.plugins:maven-dependency-plugin:copy \
    "-Dartifact=org.keycloak:keycloak-quarkus-dist:$1:tar.gz" \
    "-DoutputDirectory=$ROOT/$KEYCLOAK_FOLDER"
}
