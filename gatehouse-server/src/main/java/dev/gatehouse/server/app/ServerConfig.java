package dev.gatehouse.server.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server is told from outside: environment variables ({@code GATEHOUSE_HTTP_PORT}), a YAML
 * file named by {@code GATEHOUSE_CONFIG}, and one file a secret in {@code GATEHOUSE_SECRETS_DIR}.
 * The reference in {@code docs/configuration.md} is generated from here.
 */
@ConfigMapping(prefix = "gatehouse")
public interface ServerConfig {
  /** Where the server listens. */
  Http http();

  /** Where PostgreSQL is. */
  Database database();

  /** Through which server mail leaves. */
  Smtp smtp();

  /** Scheme, host and port under which people and clients reach the server. */
  URI baseUrl();

  /** A base of its own for a realm, by the realm's name; counts before its file's issuer. */
  Map<String, URI> realmBaseUrl();

  /** Life of a realm's access tokens instead of its file's, such as 15m, by the realm's name. */
  Map<String, String> realmAccessTokenLifetime();

  /**
   * Whether realms may share an origin. Cookies keep them apart, but a flaw of one page is a flaw
   * of all.
   */
  @WithDefault("false")
  boolean allowSharedOrigin();

  /**
   * Hosts that the server may call for clients although they are local or speak plain http: those
   * of jwks_uri and backchannel_logout_uri. All others must be public and https.
   */
  Optional<List<String>> outboundTrustedHosts();

  /**
   * File of further certificate authorities (PEM), believed beside the Java runtime's own where the
   * server calls clients: jwks_uri and backchannel_logout_uri. Unreadable or empty, it stops the
   * start.
   */
  Optional<Path> outboundCaFile();

  /**
   * Addresses and networks (CIDR) of the proxies before this server, such as {@code 10.1.0.0/16}.
   * Only they are believed when they say for whom they ask; without any, nobody is.
   */
  Optional<List<String>> trustedProxies();

  /**
   * How trusted proxies say it: {@code x-forwarded} for X-Forwarded-For, -Proto and -Host, {@code
   * forwarded} for Forwarded (RFC 7239). The other form is not read.
   */
  @WithDefault("x-forwarded")
  String forwardedBy();

  /**
   * Folder of realm files; they are applied at the first start and by {@code apply} alone after it.
   */
  Path realmsDir();

  /**
   * Unix socket for commands on this machine, such as {@code apply}; nobody else reaches its
   * folder.
   */
  Optional<Path> adminSocket();

  /** Folder with a file for each secret; the launcher's own is {@code var/secrets}. */
  Optional<Path> secretsDir();

  /**
   * File with the master key, mode 0600; else {@code GATEHOUSE_MASTER_KEY}, else the file {@code
   * master-key} of the secrets folder.
   */
  Optional<Path> masterKeyFile();

  /** The listener. */
  interface Http {
    /** Address to listen on. */
    @WithDefault("127.0.0.1")
    String host();

    /** Port to listen on; 0 takes any free one. */
    @WithDefault("8080")
    int port();

    /**
     * How long a request's line, headers and body may take altogether to arrive, such as {@code
     * PT20S}.
     */
    @WithDefault("PT20S")
    Duration requestTimeout();

    /** How long a connection may be silent before it is closed. */
    @WithDefault("PT30S")
    Duration idleTimeout();
  }

  /** The database. */
  interface Database {
    /**
     * {@code jdbc:postgresql://host:port/database}, or the same without {@code jdbc:}. The server
     * takes no user and password in it; the launcher uses those of {@code
     * postgres://user:password@host:port/database} as the superuser's and hands them to nobody.
     */
    String url();

    /**
     * Password of gatehouse_app; else the file {@code database-app-password} of the secrets folder.
     */
    Optional<String> appPassword();

    /**
     * Password of gatehouse_worker; else the file {@code database-worker-password} of the secrets
     * folder.
     */
    Optional<String> workerPassword();

    /** The most connections of requests. */
    @WithDefault("16")
    int poolSize();
  }

  /** Outgoing mail. */
  interface Smtp {
    /** Host of the mail server. */
    @WithDefault("127.0.0.1")
    String host();

    /** Port of the mail server. */
    @WithDefault("25")
    int port();

    /** none, starttls or tls. */
    @WithDefault("starttls")
    String security();

    /** User name, where the server asks for one. */
    Optional<String> user();

    /** Password; else the file {@code smtp-password} of the secrets folder. */
    Optional<String> password();
  }
}
