package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates are believed when this server calls others: the authorities that the Java
 * runtime knows, and those of a file of the operator's beside them.
 */
public final class TrustedAuthorities {
  private static final long LARGEST = 1024 * 1024;

  private final List<X509Certificate> more;

  private TrustedAuthorities(List<X509Certificate> more) {
    this.more = List.copyOf(more);
  }

  /**
   * Those of the runtime and of the file, if there is one.
   *
   * @param file certificates of authorities, PEM
   * @throws IllegalArgumentException in plain words when the file can't be used
   */
  public static TrustedAuthorities with(Optional<Path> file) {
    return new TrustedAuthorities(file.map(TrustedAuthorities::read).orElse(List.of()));
  }

  private static List<X509Certificate> read(Path file) {
    List<X509Certificate> authorities = new ArrayList<>();
    for (Certificate certificate : certificates(file)) {
      // RFC 5280 §4.2.1.9: without cA in its basic constraints it vouches for nobody
      if (!(certificate instanceof X509Certificate authority)
          || authority.getBasicConstraints() < 0) {
        throw unusable(file, "holds a certificate that is no authority's");
      }
      authorities.add(authority);
    }
    if (authorities.isEmpty()) {
      throw unusable(file, "holds no certificate");
    }
    return authorities;
  }

  private static Collection<? extends Certificate> certificates(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw unusable(file, "is larger than 1 MiB");
      }
      byte[] content = Files.readAllBytes(file);
      return new String(content, US_ASCII).isBlank()
          ? List.of()
          : CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
    } catch (IOException unreadable) {
      throw unusable(file, "can't be read");
    } catch (CertificateException malformed) {
      throw unusable(file, "holds what is no certificate in PEM");
    }
  }

  private static IllegalArgumentException unusable(Path file, String why) {
    return new IllegalArgumentException(
        "the file of certificate authorities, " + file + ", " + why);
  }

  /** What connections are made with: versions and ciphers of the runtime, these authorities. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(all()), null);
      return context;
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException("this Java runtime can't make TLS connections", broken);
    }
  }

  private KeyStore all() throws GeneralSecurityException, IOException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    int number = 0;
    for (X509Certificate authority : ofRuntime()) {
      all.setCertificateEntry("runtime-" + number++, authority);
    }
    for (X509Certificate authority : more) {
      all.setCertificateEntry("more-" + number++, authority);
    }
    return all;
  }

  private static List<X509Certificate> ofRuntime() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> authorities = new ArrayList<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        authorities.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return authorities;
  }

  private static TrustManager[] trust(KeyStore authorities) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory.getTrustManagers();
  }
}
