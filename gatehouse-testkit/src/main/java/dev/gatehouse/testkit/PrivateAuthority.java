package dev.gatehouse.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that no trust store knows, made by the JDK's {@code keytool}. */
public final class PrivateAuthority {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;

  private PrivateAuthority(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("authority.p12");
  }

  /** A new one, whose files are there. */
  public static PrivateAuthority in(Path folder) {
    PrivateAuthority authority = new PrivateAuthority(folder);
    authority.make("authority", "CN=A private authority", "bc:c");
    return authority;
  }

  /** A file with its certificate, PEM. */
  public Path pem() {
    return export("authority");
  }

  /**
   * A file with a certificate that it vouches for, PEM.
   *
   * @param name such as {@code ip:127.0.0.1} or {@code dns:app.example}
   */
  public Path pemOf(String name) {
    certify(name);
    return export(alias(name));
  }

  private Path export(String alias) {
    Path file = folder.resolve(alias + ".pem");
    keytool("-exportcert", "-rfc", "-alias", alias, "-file", file.toString());
    return file;
  }

  /** What a server of that name serves with. */
  public SSLContext serving(String name) {
    certify(name);
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      keys.deleteEntry("authority");
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void certify(String name) {
    make(alias(name), "CN=server", "san=" + name, "-signer", "authority");
  }

  private static String alias(String name) {
    return name.replace(':', '-');
  }

  private void make(String alias, String name, String extension, String... more) {
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    arguments.addAll(List.of("-dname", name, "-ext", extension));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
