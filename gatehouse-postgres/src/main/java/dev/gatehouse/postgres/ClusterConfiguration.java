package dev.gatehouse.postgres;

import java.nio.file.Path;

/** The text of the configuration files; they are written anew before every start. */
final class ClusterConfiguration {

  static final String LOOPBACK = "127.0.0.1";

  private ClusterConfiguration() {}

  /** Nobody gets in without a password, and nobody from another machine. */
  static String hostBasedAuthentication() {
    return """
    # Written by Gatehouse before every start; changes here are lost.
    # TYPE  DATABASE  USER  ADDRESS       METHOD
    host    all       all   127.0.0.1/32  scram-sha-256
    host    all       all   ::1/128       scram-sha-256
    """;
  }

  static String postgresql(ClusterSettings settings, int port, Path hbaFile, Path logFolder) {
    return """
    # Written by Gatehouse before every start; changes here are lost.
    listen_addresses = '%s'
    port = %d
    unix_socket_directories = ''
    hba_file = %s
    allow_alter_system = off
    password_encryption = 'scram-sha-256'
    max_connections = %d
    shared_buffers = '%dMB'
    jit = off
    max_parallel_workers_per_gather = 0
    timezone = 'UTC'
    log_timezone = 'UTC'
    datestyle = 'iso, ymd'
    lc_messages = 'C'
    """
            .formatted(
                LOOPBACK,
                port,
                quoted(hbaFile),
                settings.maxConnections(),
                settings.sharedBuffersMegabytes())
        + durability(settings)
        + logging(logFolder);
  }

  private static String durability(ClusterSettings settings) {
    String state = settings.fsync() ? "on" : "off";
    return """
    fsync = %s
    synchronous_commit = %s
    full_page_writes = %s
    """
        .formatted(state, state, state);
  }

  /** Statements and their values hold passwords and personal data, so neither is ever logged. */
  private static String logging(Path folder) {
    return """
    logging_collector = on
    log_directory = %s
    log_filename = 'postgresql-%%a.log'
    log_file_mode = 0600
    log_rotation_age = '1d'
    log_rotation_size = 0
    log_truncate_on_rotation = on
    log_line_prefix = '%%m [%%p] '
    log_error_verbosity = 'terse'
    log_statement = 'none'
    log_min_error_statement = 'panic'
    log_min_duration_statement = -1
    log_parameter_max_length = 0
    log_parameter_max_length_on_error = 0
    """
        .formatted(quoted(folder));
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
