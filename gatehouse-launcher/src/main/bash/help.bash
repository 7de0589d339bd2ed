# shellcheck shell=bash

print_help() {
  cat <<'HELP'
Gatehouse: sign-in, tokens, tenant walls and the record of it all, for multi-tenant products.

Usage: ./gatehouse <command> [options]        every command explains itself with --help

  demo [--once]        start everything in var/demo and play the story; --once ends after it
  init                 make roles, schema, keys and the first operator's link; safe to repeat
  up                   start database and server, return when they answer
  down                 stop server and database
  apply [files]        make realm files count: shows what changes and asks; --dry-run only shows
  keys list            the keys that tokens are signed with, their age and what comes next
  keys rotate          have the next keys sign at once; nobody is signed out
  keys revoke <kid>    end a key and everything it signed; says what dies, and asks
  keys rehearse        try a rotation on every server without one; ends with 0 where it is safe
  tenants list <realm>
                       the organisations of a realm; also show, create, suspend, resume, delete
  register token <realm>
                       make a token with which applications register by themselves
  audit tail           read the record of what happened, newest last; -f goes on
  audit export         write the records as the exact bytes that are stored, one a line

  check                format, compiler and analysis, architecture, unit tests; no database
  test                 everything, with a real database and a browser; sets up what is missing
  bench                what requests cost; --against keycloak measures that beside it
  help                 this text

Exit codes
  0  done                          4  a port is taken, or it runs already
  1  failed                        5  no disk space
  2  wrong use                     6  the database can't be reached or used
  3  no JDK 25 or newer            7  the build failed: target/gatehouse-build.log

Data live in var/, all files of the owner alone. GATEHOUSE_DATABASE_URL names a PostgreSQL 15 or
newer of your own instead of the embedded one; GATEHOUSE_JAVA_HOME names the JDK.
HELP
}
